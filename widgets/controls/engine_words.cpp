// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/controls/engine_words.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <array>
#include <utility>

namespace triptych::widgets {

namespace {

struct NamedWords {
    const char* id;
    const char* text;
};

QString engineTranslated(const char* text) {
    return QCoreApplication::translate("Engine", text);
}

template<std::size_t count>
QString lookUp(const std::array<NamedWords, count>& table, const std::string& id, const std::string& fallback) {
    for (const NamedWords& words : table)
        if (id == words.id)
            return engineTranslated(words.text);
    return QString::fromStdString(fallback);
}

constexpr std::array methodNames{
    NamedWords{"attention", QT_TRANSLATE_NOOP("Engine", "Raw attention")},
    NamedWords{"rollout", QT_TRANSLATE_NOOP("Engine", "Attention rollout")},
    NamedWords{"chefer", QT_TRANSLATE_NOOP("Engine", "Relevancy (Chefer)")},
    NamedWords{"grad_eclip", QT_TRANSLATE_NOOP("Engine", "Grad-ECLIP")},
    NamedWords{"legrad", QT_TRANSLATE_NOOP("Engine", "LeGrad")},
    NamedWords{"gradcam", QT_TRANSLATE_NOOP("Engine", "Grad-CAM")},
    NamedWords{"flow", QT_TRANSLATE_NOOP("Engine", "Attention flow")},
    NamedWords{"clip_surgery", QT_TRANSLATE_NOOP("Engine", "CLIP Surgery")},
    NamedWords{"patch_text", QT_TRANSLATE_NOOP("Engine", "Likeness of patches")},
    NamedWords{"logit_lens", QT_TRANSLATE_NOOP("Engine", "Logit lens")},
    NamedWords{"saliency", QT_TRANSLATE_NOOP("Engine", "Saliency (gradient)")},
    NamedWords{"input_x_gradient", QT_TRANSLATE_NOOP("Engine", "Input \xc3\x97 gradient")},
    NamedWords{"attnlrp", QT_TRANSLATE_NOOP("Engine", "AttnLRP")},
    NamedWords{"smoothgrad", QT_TRANSLATE_NOOP("Engine", "SmoothGrad")},
    NamedWords{"integrated_gradients", QT_TRANSLATE_NOOP("Engine", "Integrated gradients")},
    NamedWords{"occlusion", QT_TRANSLATE_NOOP("Engine", "Occlusion")},
    NamedWords{"rise", QT_TRANSLATE_NOOP("Engine", "RISE")},
    NamedWords{"lime", QT_TRANSLATE_NOOP("Engine", "LIME")},
    NamedWords{"kernel_shap", QT_TRANSLATE_NOOP("Engine", "KernelSHAP")},
    NamedWords{"mm_shap", QT_TRANSLATE_NOOP("Engine", "Modality shares (MM-SHAP)")},
    NamedWords{"interactions", QT_TRANSLATE_NOOP("Engine", "Pair interactions")},
};

constexpr std::array methodSummaries{
    NamedWords{"attention", QT_TRANSLATE_NOOP("Engine", "What each unit looks at in one layer, after the softmax.")},
    NamedWords{"rollout",
               QT_TRANSLATE_NOOP("Engine", "Attention followed through all layers, without regard to any target.")},
    NamedWords{"chefer",
               QT_TRANSLATE_NOOP("Engine",
                                 "Attention weighted by its gradient toward the target, followed through the layers.")},
    NamedWords{"grad_eclip",
               QT_TRANSLATE_NOOP("Engine",
                                 "Values of the last attention, weighted by their gradient and by how alike query "
                                 "and keys are.")},
    NamedWords{"legrad", QT_TRANSLATE_NOOP(
                             "Engine", "How a layer's attention changes the likeness of its tokens to the text, over "
                                       "the last layers.")},
    NamedWords{"gradcam",
               QT_TRANSLATE_NOOP(
                   "Engine", "Features of the last stage, weighted by how much the target rises with each of them.")},
    NamedWords{"flow", QT_TRANSLATE_NOOP(
                           "Engine", "The most attention that can flow from the output to a token; it does not depend "
                                     "on the target's value.")},
    NamedWords{"clip_surgery",
               QT_TRANSLATE_NOOP("Engine",
                                 "Patches compared with the text, after last layers in which values look at values.")},
    NamedWords{"patch_text",
               QT_TRANSLATE_NOOP(
                   "Engine", "How like the text each patch is by itself, in the space in which images and texts are "
                             "compared.")},
    NamedWords{
        "logit_lens",
        QT_TRANSLATE_NOOP("Engine",
                          "How likely the explained word would be written at each token that the decoder read before "
                          "it.")},
    NamedWords{"saliency", QT_TRANSLATE_NOOP(
                               "Engine", "How strongly the target answers to a small change of each pixel or moment.")},
    NamedWords{"input_x_gradient",
               QT_TRANSLATE_NOOP("Engine",
                                 "Each pixel's or moment's value times the target's answer to it; parts that speak "
                                 "against it are negative.")},
    NamedWords{
        "attnlrp",
        QT_TRANSLATE_NOOP("Engine",
                          "Hands the target's value back through every layer, so that what the parts receive adds up "
                          "to it; parts that speak against it are negative.")},
    NamedWords{"smoothgrad",
               QT_TRANSLATE_NOOP(
                   "Engine", "The gradient averaged over copies of the input with noise: what is left does not hang on "
                             "a chance value of one pixel.")},
    NamedWords{"integrated_gradients",
               QT_TRANSLATE_NOOP("Engine",
                                 "Gradients added up on the way from an empty input; the parts sum to what the input "
                                 "adds to the target.")},
    NamedWords{
        "occlusion",
        QT_TRANSLATE_NOOP("Engine", "What the target loses when one patch or moment is hidden, one run for each.")},
    NamedWords{"rise", QT_TRANSLATE_NOOP(
                           "Engine", "Random masks, averaged by the target that they leave; one model run for each.")},
    NamedWords{"lime",
               QT_TRANSLATE_NOOP(
                   "Engine", "A linear model of the target over patches, words and moments that are there or not.")},
    NamedWords{"kernel_shap",
               QT_TRANSLATE_NOOP(
                   "Engine", "Shapley values of patches, words and moments, fitted over random coalitions of them.")},
    NamedWords{"mm_shap",
               QT_TRANSLATE_NOOP("Engine", "Shapley values by permutations, and how much each modality has of them.")},
    NamedWords{
        "interactions",
        QT_TRANSLATE_NOOP(
            "Engine",
            "What a word and a patch, or a word and a moment, give the target together beyond what each gives alone.")},
};

constexpr std::array methodNotices{
    NamedWords{
        "attnlrp",
        QT_TRANSLATE_NOOP("Engine",
                          "Layer-wise relevance propagation is patented. Its inventors allow personal and scientific "
                          "use; ask them before any other.")},
};

constexpr std::array parameterNames{
    NamedWords{"attention", QT_TRANSLATE_NOOP("Engine", "Attention")},
    NamedWords{"layer", QT_TRANSLATE_NOOP("Engine", "Layer")},
    NamedWords{"head", QT_TRANSLATE_NOOP("Engine", "Head")},
    NamedWords{"start_layer", QT_TRANSLATE_NOOP("Engine", "Layers")},
    NamedWords{"steps", QT_TRANSLATE_NOOP("Engine", "Steps")},
    NamedWords{"baseline", QT_TRANSLATE_NOOP("Engine", "Empty input")},
    NamedWords{"quadrature", QT_TRANSLATE_NOOP("Engine", "Quadrature")},
    NamedWords{"discard_ratio", QT_TRANSLATE_NOOP("Engine", "Left out")},
    NamedWords{"variant", QT_TRANSLATE_NOOP("Engine", "Form")},
    NamedWords{"layers", QT_TRANSLATE_NOOP("Engine", "Last layers")},
    NamedWords{"text_layers", QT_TRANSLATE_NOOP("Engine", "Layers of text")},
    NamedWords{"features", QT_TRANSLATE_NOOP("Engine", "Features")},
    NamedWords{"sinks", QT_TRANSLATE_NOOP("Engine", "Sinks")},
    NamedWords{"sink_factor", QT_TRANSLATE_NOOP("Engine", "Sink from")},
    NamedWords{"samples", QT_TRANSLATE_NOOP("Engine", "Samples")},
    NamedWords{"noise", QT_TRANSLATE_NOOP("Engine", "Noise")},
    NamedWords{"masks", QT_TRANSLATE_NOOP("Engine", "Masks")},
    NamedWords{"cells", QT_TRANSLATE_NOOP("Engine", "Cells")},
    NamedWords{"probability", QT_TRANSLATE_NOOP("Engine", "Share kept")},
    NamedWords{"kernel_width", QT_TRANSLATE_NOOP("Engine", "Nearness")},
    NamedWords{"ridge", QT_TRANSLATE_NOOP("Engine", "Ridge")},
    NamedWords{"permutations", QT_TRANSLATE_NOOP("Engine", "Permutations")},
    NamedWords{"substrate", QT_TRANSLATE_NOOP("Engine", "Hidden as")},
    NamedWords{"head_fusion", QT_TRANSLATE_NOOP("Engine", "Heads")},
    NamedWords{"reduce_to", QT_TRANSLATE_NOOP("Engine", "Components")},
    NamedWords{"perplexity", QT_TRANSLATE_NOOP("Engine", "Perplexity")},
    NamedWords{"iterations", QT_TRANSLATE_NOOP("Engine", "Iterations")},
    NamedWords{"regions", QT_TRANSLATE_NOOP("Engine", "Embedding regions")},
    NamedWords{"words", QT_TRANSLATE_NOOP("Engine", "Embedding words")},
    NamedWords{"neighbours", QT_TRANSLATE_NOOP("Engine", "Neighbours")},
    NamedWords{"min_dist", QT_TRANSLATE_NOOP("Engine", "Least gap")},
    NamedWords{"epochs", QT_TRANSLATE_NOOP("Engine", "Epochs")},
};

constexpr std::array choiceNames{
    NamedWords{"all", QT_TRANSLATE_NOOP("Engine", "all")},
    NamedWords{"last", QT_TRANSLATE_NOOP("Engine", "last")},
    NamedWords{"mean", QT_TRANSLATE_NOOP("Engine", "mean")},
    NamedWords{"max", QT_TRANSLATE_NOOP("Engine", "max")},
    NamedWords{"min", QT_TRANSLATE_NOOP("Engine", "min")},
    NamedWords{"blur", QT_TRANSLATE_NOOP("Engine", "blur")},
    NamedWords{"neighbours", QT_TRANSLATE_NOOP("Engine", "their neighbours")},
    NamedWords{"multihead", QT_TRANSLATE_NOOP("Engine", "all heads")},
    NamedWords{"published", QT_TRANSLATE_NOOP("Engine", "as published")},
    NamedWords{"squared", QT_TRANSLATE_NOOP("Engine", "mean of squares")},
    NamedWords{"zero", QT_TRANSLATE_NOOP("Engine", "zero")},
    NamedWords{"keep", QT_TRANSLATE_NOOP("Engine", "keep")},
    NamedWords{"mask", QT_TRANSLATE_NOOP("Engine", "leave out")},
    NamedWords{"surgery", QT_TRANSLATE_NOOP("Engine", "without the common")},
    NamedWords{"plain", QT_TRANSLATE_NOOP("Engine", "as they are")},
    NamedWords{"full", QT_TRANSLATE_NOOP("Engine", "in full")},
    NamedWords{"values", QT_TRANSLATE_NOOP("Engine", "values only")},
    NamedWords{"gauss_legendre", QT_TRANSLATE_NOOP("Engine", "Gauss-Legendre")},
    NamedWords{"riemann_middle", QT_TRANSLATE_NOOP("Engine", "midpoints")},
};

constexpr std::array stageNames{
    NamedWords{"load", QT_TRANSLATE_NOOP("Engine", "Loading the model")},
    NamedWords{"hash", QT_TRANSLATE_NOOP("Engine", "Reading the weights")},
    NamedWords{"prepare", QT_TRANSLATE_NOOP("Engine", "Preparing the inputs")},
    NamedWords{"forward", QT_TRANSLATE_NOOP("Engine", "Running the model")},
    NamedWords{"generate", QT_TRANSLATE_NOOP("Engine", "Writing")},
    NamedWords{"explain", QT_TRANSLATE_NOOP("Engine", "Explaining")},
    NamedWords{"study", QT_TRANSLATE_NOOP("Engine", "Changing the model")},
    NamedWords{"embed", QT_TRANSLATE_NOOP("Engine", "Embedding")},
    NamedWords{"neighbours", QT_TRANSLATE_NOOP("Engine", "Finding neighbours")},
    NamedWords{"layout", QT_TRANSLATE_NOOP("Engine", "Laying out the map")},
    NamedWords{"quality", QT_TRANSLATE_NOOP("Engine", "Measuring quality")},
    NamedWords{"modalities", QT_TRANSLATE_NOOP("Engine", "Comparing modalities")},
    NamedWords{"index", QT_TRANSLATE_NOOP("Engine", "Building the index")},
    NamedWords{"rerank", QT_TRANSLATE_NOOP("Engine", "Ranking again")},
    NamedWords{"retrieval", QT_TRANSLATE_NOOP("Engine", "Judging retrieval")},
};

constexpr std::array worldNames{
    NamedWords{"circle", QT_TRANSLATE_NOOP("Engine", "circle")},
    NamedWords{"square", QT_TRANSLATE_NOOP("Engine", "square")},
    NamedWords{"triangle", QT_TRANSLATE_NOOP("Engine", "triangle")},
    NamedWords{"star", QT_TRANSLATE_NOOP("Engine", "star")},
    NamedWords{"cross", QT_TRANSLATE_NOOP("Engine", "cross")},
    NamedWords{"ring", QT_TRANSLATE_NOOP("Engine", "ring")},
    NamedWords{"red", QT_TRANSLATE_NOOP("Engine", "red")},
    NamedWords{"orange", QT_TRANSLATE_NOOP("Engine", "orange")},
    NamedWords{"yellow", QT_TRANSLATE_NOOP("Engine", "yellow")},
    NamedWords{"green", QT_TRANSLATE_NOOP("Engine", "green")},
    NamedWords{"teal", QT_TRANSLATE_NOOP("Engine", "teal")},
    NamedWords{"blue", QT_TRANSLATE_NOOP("Engine", "blue")},
    NamedWords{"purple", QT_TRANSLATE_NOOP("Engine", "purple")},
    NamedWords{"pink", QT_TRANSLATE_NOOP("Engine", "pink")},
};

struct ErrorWords {
    const char* title;
    const char* advice;
};

ErrorWords errorWords(ErrorCode code) {
    switch (code) {
    case ErrorCode::InvalidInput:
        return {QT_TRANSLATE_NOOP("Engine", "This input cannot be used"),
                QT_TRANSLATE_NOOP("Engine", "Change the sample or the settings and run again.")};
    case ErrorCode::FileMissing:
        return {QT_TRANSLATE_NOOP("Engine", "A file is missing or cannot be read"),
                QT_TRANSLATE_NOOP("Engine", "Check that it is still there and that you may read it.")};
    case ErrorCode::BadFormat:
        return {QT_TRANSLATE_NOOP("Engine", "A file is damaged or of another kind"),
                QT_TRANSLATE_NOOP("Engine", "Open another file, or save this one anew in a usual format.")};
    case ErrorCode::ModelMismatch:
        return {QT_TRANSLATE_NOOP("Engine", "The model's files do not fit together"),
                QT_TRANSLATE_NOOP("Engine", "Choose another model, or fetch this one again.")};
    case ErrorCode::Unsupported:
        return {QT_TRANSLATE_NOOP("Engine", "This is not supported"),
                QT_TRANSLATE_NOOP("Engine", "Choose another model, method or target.")};
    case ErrorCode::Untrusted:
        return {QT_TRANSLATE_NOOP("Engine", "The file could run code and was not opened"),
                QT_TRANSLATE_NOOP("Engine", "Convert it to safetensors, or add its SHA-256 to the trusted programs.")};
    case ErrorCode::DeviceUnavailable:
        return {QT_TRANSLATE_NOOP("Engine", "The device is not available"),
                QT_TRANSLATE_NOOP("Engine", "Choose another device and run again.")};
    case ErrorCode::OutOfMemory:
        return {QT_TRANSLATE_NOOP("Engine", "There is not enough memory"),
                QT_TRANSLATE_NOOP("Engine", "Close other programs, or use a smaller model or sample.")};
    case ErrorCode::NotFinite:
        return {QT_TRANSLATE_NOOP("Engine", "The model computed values that are not numbers"),
                QT_TRANSLATE_NOOP("Engine", "Its weights may be damaged; choose another model.")};
    case ErrorCode::Canceled:
        return {QT_TRANSLATE_NOOP("Engine", "Cancelled"), QT_TRANSLATE_NOOP("Engine", "Press Run to start again.")};
    case ErrorCode::Internal:
        break;
    }
    return {QT_TRANSLATE_NOOP("Engine", "Something went wrong in the program"),
            QT_TRANSLATE_NOOP("Engine", "Copy the details and report them, please.")};
}

} // namespace

QString modalityWord(Modality modality) {
    switch (modality) {
    case Modality::Image:
        return engineTranslated(QT_TRANSLATE_NOOP("Engine", "image"));
    case Modality::Text:
        return engineTranslated(QT_TRANSLATE_NOOP("Engine", "text"));
    case Modality::Audio:
        return engineTranslated(QT_TRANSLATE_NOOP("Engine", "audio"));
    }
    return {};
}

QString methodLabel(const MethodDescriptor& method) {
    return lookUp(methodNames, method.id, method.label);
}

QString methodSummary(const MethodDescriptor& method) {
    return lookUp(methodSummaries, method.id, method.summary);
}

QString methodNotice(const MethodDescriptor& method) {
    return lookUp(methodNotices, method.id, method.notice);
}

QString parameterLabel(const ParameterDescriptor& parameter) {
    return lookUp(parameterNames, parameter.name, parameter.label);
}

QString choiceLabel(const std::string& choice) {
    return lookUp(choiceNames, choice, choice);
}

QString worldWord(const std::string& word) {
    return lookUp(worldNames, word, word);
}

QString modelLabel(const std::string& model) {
    if (model == "builtin")
        return engineTranslated(QT_TRANSLATE_NOOP("Engine", "Built-in tri-modal"));
    if (model == "builtin-plain")
        return engineTranslated(QT_TRANSLATE_NOOP("Engine", "Built-in, attention not taught"));
    return QFileInfo(QString::fromStdString(model)).fileName();
}

QString targetLabel(const Target& target) {
    switch (target.kind) {
    case TargetKind::Default:
        return engineTranslated(QT_TRANSLATE_NOOP("Engine", "What the model is for"));
    case TargetKind::Match:
        return engineTranslated(QT_TRANSLATE_NOOP("Engine", "Match score"));
    case TargetKind::Pair:
        return engineTranslated(QT_TRANSLATE_NOOP("Engine", "Similarity %1 \xe2\x80\x93 %2"))
            .arg(modalityWord(target.firstModality), modalityWord(target.secondModality));
    case TargetKind::Class:
    case TargetKind::Token:
    case TargetKind::Answer:
        break;
    }
    return QString::fromStdString(toString(target));
}

QString stageLabel(const std::string& stage) {
    return lookUp(stageNames, stage, stage);
}

QString errorTitle(ErrorCode code) {
    return engineTranslated(errorWords(code).title);
}

QString errorAdvice(ErrorCode code) {
    return engineTranslated(errorWords(code).advice);
}

} // namespace triptych::widgets
