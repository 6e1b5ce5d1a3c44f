"""The network of forms: MiniLM-L6 under role tags, set fills of each mention, and a vector that says which mentions are of one incident."""

from torch import Tensor, nn

from allegata.extract.forms.roles import HEAD_WIDTH, HEADS, TAGS
from training.net import LAYERS, WIDTH, Layer, dropped

LINK = 48
"""Width of the vector by which mentions of one incident are told from those of another."""


class Forms(nn.Module):
    """`forward(ids (B,T), mask (B,T))`: tag logits (B,T,TAGS), head logits (B,T,HEAD_WIDTH), link vectors (B,T,LINK), and for the
    whole window the logits (B,7) of the types of incident that its report has."""

    def __init__(self) -> None:
        super().__init__()
        self.words = nn.Embedding(30522, WIDTH)
        self.places = nn.Embedding(512, WIDTH)
        self.kinds = nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, 1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.tags, self.heads, self.link = nn.Linear(WIDTH, TAGS), nn.Linear(WIDTH, HEAD_WIDTH), nn.Linear(WIDTH, LINK)
        self.doc = nn.Linear(WIDTH, len(HEADS["type"]))

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        return self.upper(self.lower(ids, mask, 0), mask, 0)

    def lower(self, ids: Tensor, mask: Tensor, layers: int) -> Tensor:
        """The states (B,T,WIDTH) behind the first layers."""
        x = self.words(ids) + self.places.weight[: ids.shape[1]] + self.kinds.weight[0]
        x = dropped(self.norm(x), self.training)
        for layer in self.layers[:layers]:
            x = layer(x, far_of(mask))
        return x

    def upper(self, x: Tensor, mask: Tensor, layers: int) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """What `forward` says, from the states behind the first layers."""
        for layer in self.layers[layers:]:
            x = layer(x, far_of(mask))
        seen = dropped(x, self.training)
        return self.tags(seen), self.heads(seen), self.link(seen), self.doc(seen[:, 0])


def far_of(mask: Tensor) -> Tensor:
    """What is added to attention so that filling is not seen."""
    return (1.0 - mask)[:, None, None, :] * -1e4
