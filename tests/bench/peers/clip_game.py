# SPDX-License-Identifier: GPL-3.0-or-later
"""The similarity of one picture and one text of a CLIP folder, as captum and shap see it: inputs, baselines and units to hide."""
import torch
import transformers

# What hides a word: CLIP has no mask token, and its unknown and padding tokens end the text.
HIDDEN_WORD = 0


class ClipGame:
    """Units: the patches in raster order, then the words' tokens."""

    def __init__(self, folder, prepared):
        self.model = transformers.CLIPModel.from_pretrained(folder).eval()
        self.pixels = prepared["input.pixel_values"][:1]
        self.ids = prepared["input.input_ids"][:1]
        self.attended = prepared["input.attention_mask"][:1] if "input.attention_mask" in prepared else torch.ones_like(self.ids)
        self.patch = self.model.config.vision_config.patch_size
        self.side = self.pixels.shape[-1] // self.patch
        self.words = range(1, int(self.ids[0].argmax()))
        self.units = self.side ** 2 + len(self.words)

    def _features(self, tower, projection, **inputs):
        return torch.nn.functional.normalize(projection(tower(**inputs).pooler_output), dim=-1)

    def score(self, pixels, ids=None):
        """One similarity per row; both towers run, as in a model that a library knows nothing about."""
        ids = self.ids if ids is None else ids
        image = self._features(self.model.vision_model, self.model.visual_projection, pixel_values=pixels)
        text = self._features(self.model.text_model, self.model.text_projection, input_ids=ids,
                              attention_mask=self.attended.expand(len(ids), -1))
        return self.model.logit_scale.exp() * (image * text).sum(-1)

    def unit_of_pixels(self):
        patches = torch.arange(self.side ** 2).reshape(1, 1, self.side, self.side)
        return patches.repeat_interleave(self.patch, 2).repeat_interleave(self.patch, 3).expand(1, 3, -1, -1)

    def unit_of_ids(self):
        """Special tokens count to unit 0; their baseline is themselves, so that hiding it changes none of them."""
        units = torch.zeros_like(self.ids)
        units[0, list(self.words)] = torch.arange(self.side ** 2, self.units)
        return units

    def baselines(self):
        hidden = self.ids.clone()
        hidden[0, list(self.words)] = HIDDEN_WORD
        return torch.zeros_like(self.pixels), hidden

    def hide(self, masks):
        """Pixels and ids of coalitions [n, unit], 1 = present."""
        masks = torch.as_tensor(masks, dtype=torch.bool)
        no_pixels, no_words = self.baselines()
        pixels = torch.where(masks[:, self.unit_of_pixels()[0]], self.pixels, no_pixels)
        return pixels, torch.where(masks[:, self.unit_of_ids()[0]], self.ids, no_words)

    @torch.inference_mode()
    def values(self, masks, batch=32):
        return torch.cat([self.score(*self.hide(masks[begin:begin + batch])) for begin in range(0, len(masks), batch)])

    def per_patch(self, pixels):
        return pixels.reshape(self.side, self.patch, self.side, self.patch).sum((1, 3))
