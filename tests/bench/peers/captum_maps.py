# SPDX-License-Identifier: GPL-3.0-or-later
"""Captum's maps of a ClipGame, with the coalitions that our side drew where a method draws any."""
import torch
from captum._utils.models.linear_model import SkLearnRidge
from captum.attr import IntegratedGradients, KernelShap, Lime, Occlusion

STEPS = 32
KERNEL_WIDTH = 0.25
RIDGE = 1.0
BATCH = 32


def _yielding(masks):
    def generator(_inputs, **_):
        for mask in masks:
            yield mask.unsqueeze(0).long()
    return generator


class _GivenKernelShap(KernelShap):
    """KernelSHAP over given coalitions; captum puts the full and the empty one first, with a weight of a million."""

    def __init__(self, forward, masks):
        super().__init__(forward)
        whole = torch.stack([torch.ones(masks.shape[1]), torch.zeros(masks.shape[1])])
        self.perturb_func = _yielding(torch.cat([whole, masks.float()]))


def _nearness(_original, _changed, mask, **_):
    """The cosine distance of the mask to the full one, under the exponential kernel that captum and lime use."""
    distance = 1 - torch.sqrt(mask.float().mean())
    return torch.exp(-distance ** 2 / (2 * KERNEL_WIDTH ** 2))


def _shares(game, method, samples):
    found = method.attribute((game.pixels, game.ids), baselines=game.baselines(), feature_mask=(game.unit_of_pixels(), game.unit_of_ids()),
                             n_samples=samples, perturbations_per_eval=BATCH, return_input_shape=False)
    return found.flatten().double()


def integrated_gradients(game):
    found = IntegratedGradients(game.score).attribute(game.pixels, 0, n_steps=STEPS, method="gausslegendre", internal_batch_size=BATCH)
    return game.per_patch(found[0].sum(0).detach())


@torch.inference_mode()
def occlusion(game):
    window = (3, game.patch, game.patch)
    found = Occlusion(game.score).attribute(game.pixels, window, strides=window, baselines=0, perturbations_per_eval=BATCH)
    return found[0, 0, ::game.patch, ::game.patch]


@torch.inference_mode()
def kernel_shap(game, masks):
    return _shares(game, _GivenKernelShap(game.score, masks), len(masks) + 2)


@torch.inference_mode()
def lime(game, masks):
    return _shares(game, Lime(game.score, SkLearnRidge(alpha=RIDGE), _nearness, _yielding(masks)), len(masks))
