"""A parsed article -> the attack on persons that it alleges: who was attacked, how, by what kind of doer, where and when.

One attack an article, its main one, as case files of attacks on journalists and human-rights defenders have it. All that is
given stands in the words; what speaks for each answer are signs with weights that a person can read (scorer.py).
"""

from .telling import Heard, Weights, hear_attack, tell_attack

__all__ = ["Heard", "Weights", "hear_attack", "tell_attack"]
