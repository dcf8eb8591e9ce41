// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/registry.h"

#include <array>

#include "inference/explain/attention.h"
#include "inference/explain/attention_flow.h"
#include "inference/explain/attn_lrp.h"
#include "inference/explain/chefer.h"
#include "inference/explain/clip_surgery.h"
#include "inference/explain/grad_eclip.h"
#include "inference/explain/gradcam.h"
#include "inference/explain/input_x_gradient.h"
#include "inference/explain/integrated_gradients.h"
#include "inference/explain/interactions.h"
#include "inference/explain/kernel_shap.h"
#include "inference/explain/legrad.h"
#include "inference/explain/lime.h"
#include "inference/explain/logit_lens.h"
#include "inference/explain/mm_shap.h"
#include "inference/explain/occlusion.h"
#include "inference/explain/patch_text.h"
#include "inference/explain/rise.h"
#include "inference/explain/rollout.h"
#include "inference/explain/saliency.h"
#include "inference/explain/smoothgrad.h"

namespace triptych::explain {

namespace {

const auto& all() {
    static const Chefer chefer;
    static const RawAttention attention;
    static const Rollout rollout;
    static const AttentionFlow attentionFlow;
    static const Saliency saliency;
    static const InputXGradient inputXGradient;
    static const AttnLrp attnLrp;
    static const IntegratedGradients integratedGradients;
    static const Occlusion occlusion;
    static const GradEclip gradEclip;
    static const LeGrad leGrad;
    static const GradCam gradCam;
    static const ClipSurgery clipSurgery;
    static const PatchText patchText;
    static const LogitLens logitLens;
    static const SmoothGrad smoothGrad;
    static const Rise rise;
    static const Lime lime;
    static const KernelShap kernelShap;
    static const MmShap mmShap;
    static const Interactions interactions;
    static const std::array<const Method*, 21> methods{
        &chefer,      &attention,      &rollout,     &attentionFlow, &gradEclip,
        &leGrad,      &gradCam,        &clipSurgery, &patchText,     &logitLens,
        &saliency,    &inputXGradient, &attnLrp,     &smoothGrad,    &integratedGradients,
        &occlusion,   &rise,           &lime,        &kernelShap,    &mmShap,
        &interactions};
    return methods;
}

} // namespace

std::vector<MethodDescriptor> methodDescriptors() {
    std::vector<MethodDescriptor> descriptors;
    for (const Method* method : all())
        descriptors.push_back(method->descriptor());
    return descriptors;
}

Result<const Method*> findMethod(const std::string& id) {
    std::string known;
    for (const Method* method : all()) {
        if (method->descriptor().id == id)
            return method;
        known += (known.empty() ? "" : ", ") + method->descriptor().id;
    }
    return fail(ErrorCode::InvalidInput, "is not an explanation method; use one of " + known + ".", id);
}

} // namespace triptych::explain
