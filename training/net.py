"""The network: MiniLM-L6 under a tagger for source, cue and content, and a head that reads one cue's source and content."""

import math
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F

from allegata.extract.hints import ROLE_HINTS, TAG_HINTS
from allegata.extract.pieces import CASES, QUOTES, STARTS

WIDTH, HEADS, INNER, LAYERS = 384, 12, 1536, 6
TAGS = 7
"""O, then begin and inside of source, cue, content."""
ROLES = 5
"""For one cue: O, begin and inside of source, begin and inside of content."""
NARROW = 128
DISTANCES = 24


class Layer(nn.Module):
    """One layer of BERT."""

    def __init__(self) -> None:
        super().__init__()
        self.q, self.k, self.v, self.o = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.i, self.f = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.n1, self.n2 = nn.LayerNorm(WIDTH, 1e-12), nn.LayerNorm(WIDTH, 1e-12)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        batch, length, _ = x.shape
        q, k, v = (part(x).view(batch, length, HEADS, WIDTH // HEADS).transpose(1, 2) for part in (self.q, self.k, self.v))
        if self.training:
            seen = F.scaled_dot_product_attention(q, k, v, attn_mask=mask.to(q.dtype))
        else:  # the same, in operations that export
            seen = ((q @ k.transpose(-1, -2)) / math.sqrt(WIDTH // HEADS) + mask).softmax(-1) @ v
        x = self.n1(x + dropped(self.o(seen.transpose(1, 2).reshape(batch, length, WIDTH)), self.training))
        return self.n2(x + dropped(self.f(F.gelu(self.i(x))), self.training))


_POOL: list[Tensor] = []


def dropped(x: Tensor, training: bool) -> Tensor:
    """Dropout of a tenth, its masks cut at random places out of one pool of 16 M: fresh ones cost a third of a step's time on a CPU."""
    if not training:
        return x
    if not _POOL:
        _POOL.append(((torch.rand(1 << 24) >= 0.1) / 0.9).to(torch.bfloat16))
    start = int(torch.randint(_POOL[0].numel() - x.numel(), ()))
    return x * _POOL[0][start : start + x.numel()].view(x.shape).to(x.dtype)


class Tagger(nn.Module):
    """`forward(ids (B,T), features (B,T,4), mask (B,T))`: tag logits (B,T,TAGS), inner-cue logits (B,T,3), hidden states (B,T,WIDTH)."""

    def __init__(self) -> None:
        super().__init__()
        self.words = nn.Embedding(30522, WIDTH)
        self.places = nn.Embedding(512, WIDTH)
        self.kinds = nn.Embedding(2, WIDTH)
        self.case, self.quote, self.start = (nn.Embedding(n + 1, WIDTH) for n in (CASES, QUOTES, STARTS))
        self.hint = nn.Embedding(TAG_HINTS, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, 1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.tags, self.inner = nn.Linear(WIDTH, TAGS), nn.Linear(WIDTH, 3)
        for extra in (self.case, self.quote, self.start, self.hint):
            nn.init.normal_(extra.weight, std=0.02)

    def forward(self, ids: Tensor, features: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        x = self.words(ids) + self.places.weight[: ids.shape[1]] + self.kinds.weight[0]
        x = x + self.case(features[..., 0]) + self.quote(features[..., 1]) + self.start(features[..., 2])
        x = x + self.hint(features[..., 3])
        x = dropped(self.norm(x), self.training)
        far = (1.0 - mask.to(x.dtype))[:, None, None, :] * -1e4
        for layer in self.layers:
            x = layer(x, far)
        seen = dropped(x, self.training)
        return self.tags(seen), self.inner(seen), x


class Reader(nn.Module):
    """`forward(hidden (B,T,WIDTH), window (C,), cue (C,T), hints (C,T), mask (C,T))`: for each cue, which stands in one of the B
    windows, the logits (C,T,ROLES) of every piece."""

    def __init__(self) -> None:
        super().__init__()
        self.piece, self.near = nn.Linear(WIDTH, NARROW), nn.Linear(WIDTH, NARROW)
        self.cue, self.gate = nn.Linear(WIDTH, NARROW), nn.Linear(WIDTH, NARROW)
        self.far, self.hint = nn.Embedding(2 * DISTANCES + 1, NARROW), nn.Embedding(ROLE_HINTS, NARROW)
        self.look, self.seen, self.calm = nn.Linear(NARROW, 3 * NARROW), nn.Linear(NARROW, NARROW), nn.LayerNorm(NARROW)
        self.within = nn.Parameter(torch.zeros(NARROW))
        self.first, self.second = (nn.Conv1d(NARROW, NARROW, 5, padding=2) for _ in range(2))
        self.norms = nn.ModuleList(nn.LayerNorm(NARROW) for _ in range(2))
        self.out = nn.Linear(NARROW, ROLES)

    def forward(self, hidden: Tensor, window: Tensor, cue: Tensor, hints: Tensor, mask: Tensor) -> Tensor:
        share = cue / cue.sum(-1, keepdim=True).clamp(min=1)
        mean = (share.unsqueeze(1) @ hidden[window]).squeeze(1)
        length = cue.shape[1]
        steps = torch.arange(length, dtype=cue.dtype)
        centre = (share * steps).sum(-1, keepdim=True)
        away = steps[None, :] - centre
        bucket = (away.sign() * (away.abs() + 1).log2() * 3).round().clamp(-DISTANCES, DISTANCES).long() + DISTANCES
        z = self.piece(hidden)[window] + self.cue(mean)[:, None, :] + self.near(hidden)[window] * self.gate(mean)[:, None, :]
        z = F.gelu(z + self.far(bucket) + self.hint(hints) + cue[..., None] * self.within)
        q, k, v = self.look(z).view(*z.shape[:2], 3, 4, NARROW // 4).permute(2, 0, 3, 1, 4)
        weights = (q @ k.transpose(-1, -2)) / math.sqrt(NARROW // 4) + (1.0 - mask.to(z.dtype))[:, None, None, :] * -1e4
        seen = (weights.softmax(-1) @ v).transpose(1, 2).reshape(z.shape)
        z = self.calm(z + dropped(self.seen(seen), self.training))
        for conv, norm in zip((self.first, self.second), self.norms, strict=True):
            z = norm(z + dropped(F.gelu(conv(z.transpose(1, 2)).transpose(1, 2)), self.training))
        return self.out(z)


def load_minilm(tagger: Tagger, folder: Path) -> None:
    """Put the weights of all-MiniLM-L6-v2 (model.safetensors) into the encoder."""
    held = load_file(folder / "model.safetensors")
    parts = {
        "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value", "o": "attention.output.dense",
        "n1": "attention.output.LayerNorm", "i": "intermediate.dense", "f": "output.dense", "n2": "output.LayerNorm",
    }  # fmt: skip

    def of(name: str) -> Tensor:
        return next(v for k, v in held.items() if k.endswith(name)).clone()

    tagger.words.weight.data = of("word_embeddings.weight")
    tagger.places.weight.data = of("position_embeddings.weight")
    tagger.kinds.weight.data = of("token_type_embeddings.weight")
    tagger.norm.weight.data, tagger.norm.bias.data = of("embeddings.LayerNorm.weight"), of("embeddings.LayerNorm.bias")
    for number, layer in enumerate(tagger.layers):
        for name, other in parts.items():
            module = getattr(layer, name)
            module.weight.data = of(f"encoder.layer.{number}.{other}.weight")
            module.bias.data = of(f"encoder.layer.{number}.{other}.bias")
