// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/controls/engine_words.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <array>
#include <utility>

namespace triptych::widgets {

namespace {

struct Words {
    const char* id;
    const char* text;
};

QString translated(const char* text) {
    return QCoreApplication::translate("Engine", text);
}

template<std::size_t count>
QString lookUp(const std::array<Words, count>& table, const std::string& id, const std::string& fallback) {
    for (const Words& words : table)
        if (id == words.id)
            return translated(words.text);
    return QString::fromStdString(fallback);
}

constexpr std::array methodNames{
    Words{"attention", QT_TRANSLATE_NOOP("Engine", "Raw attention")},
    Words{"rollout", QT_TRANSLATE_NOOP("Engine", "Attention rollout")},
    Words{"chefer", QT_TRANSLATE_NOOP("Engine", "Relevancy (Chefer)")},
    Words{"grad_eclip", QT_TRANSLATE_NOOP("Engine", "Grad-ECLIP")},
    Words{"legrad", QT_TRANSLATE_NOOP("Engine", "LeGrad")},
    Words{"gradcam", QT_TRANSLATE_NOOP("Engine", "Grad-CAM")},
    Words{"flow", QT_TRANSLATE_NOOP("Engine", "Attention flow")},
    Words{"clip_surgery", QT_TRANSLATE_NOOP("Engine", "CLIP Surgery")},
    Words{"patch_text", QT_TRANSLATE_NOOP("Engine", "Likeness of patches")},
    Words{"logit_lens", QT_TRANSLATE_NOOP("Engine", "Logit lens")},
    Words{"saliency", QT_TRANSLATE_NOOP("Engine", "Saliency (gradient)")},
    Words{"input_x_gradient", QT_TRANSLATE_NOOP("Engine", "Input \xc3\x97 gradient")},
    Words{"attnlrp", QT_TRANSLATE_NOOP("Engine", "AttnLRP")},
    Words{"smoothgrad", QT_TRANSLATE_NOOP("Engine", "SmoothGrad")},
    Words{"integrated_gradients", QT_TRANSLATE_NOOP("Engine", "Integrated gradients")},
    Words{"occlusion", QT_TRANSLATE_NOOP("Engine", "Occlusion")},
    Words{"rise", QT_TRANSLATE_NOOP("Engine", "RISE")},
    Words{"lime", QT_TRANSLATE_NOOP("Engine", "LIME")},
    Words{"kernel_shap", QT_TRANSLATE_NOOP("Engine", "KernelSHAP")},
    Words{"mm_shap", QT_TRANSLATE_NOOP("Engine", "Modality shares (MM-SHAP)")},
    Words{"interactions", QT_TRANSLATE_NOOP("Engine", "Pair interactions")},
};

constexpr std::array methodSummaries{
    Words{"attention", QT_TRANSLATE_NOOP("Engine", "What each unit looks at in one layer, after the softmax.")},
    Words{"rollout",
          QT_TRANSLATE_NOOP("Engine", "Attention followed through all layers, without regard to any target.")},
    Words{"chefer",
          QT_TRANSLATE_NOOP("Engine",
                            "Attention weighted by its gradient toward the target, followed through the layers.")},
    Words{"grad_eclip",
          QT_TRANSLATE_NOOP("Engine", "Values of the last attention, weighted by their gradient and by how alike query "
                                      "and keys are.")},
    Words{"legrad",
          QT_TRANSLATE_NOOP("Engine", "How a layer's attention changes the likeness of its tokens to the text, over "
                                      "the last layers.")},
    Words{"gradcam",
          QT_TRANSLATE_NOOP("Engine",
                            "Features of the last stage, weighted by how much the target rises with each of them.")},
    Words{"flow",
          QT_TRANSLATE_NOOP("Engine", "The most attention that can flow from the output to a token; it does not depend "
                                      "on the target's value.")},
    Words{"clip_surgery",
          QT_TRANSLATE_NOOP("Engine",
                            "Patches compared with the text, after last layers in which values look at values.")},
    Words{"patch_text",
          QT_TRANSLATE_NOOP("Engine",
                            "How like the text each patch is by itself, in the space in which images and texts are "
                            "compared.")},
    Words{"logit_lens",
          QT_TRANSLATE_NOOP("Engine",
                            "How likely the explained word would be written at each token that the decoder read before "
                            "it.")},
    Words{"saliency",
          QT_TRANSLATE_NOOP("Engine", "How strongly the target answers to a small change of each pixel or moment.")},
    Words{"input_x_gradient",
          QT_TRANSLATE_NOOP("Engine",
                            "Each pixel's or moment's value times the target's answer to it; parts that speak "
                            "against it are negative.")},
    Words{"attnlrp",
          QT_TRANSLATE_NOOP("Engine",
                            "Hands the target's value back through every layer, so that what the parts receive adds up "
                            "to it; parts that speak against it are negative.")},
    Words{"smoothgrad",
          QT_TRANSLATE_NOOP("Engine",
                            "The gradient averaged over copies of the input with noise: what is left does not hang on "
                            "a chance value of one pixel.")},
    Words{"integrated_gradients",
          QT_TRANSLATE_NOOP("Engine",
                            "Gradients added up on the way from an empty input; the parts sum to what the input "
                            "adds to the target.")},
    Words{"occlusion",
          QT_TRANSLATE_NOOP("Engine", "What the target loses when one patch or moment is hidden, one run for each.")},
    Words{"rise",
          QT_TRANSLATE_NOOP("Engine", "Random masks, averaged by the target that they leave; one model run for each.")},
    Words{"lime", QT_TRANSLATE_NOOP(
                      "Engine", "A linear model of the target over patches, words and moments that are there or not.")},
    Words{"kernel_shap",
          QT_TRANSLATE_NOOP("Engine",
                            "Shapley values of patches, words and moments, fitted over random coalitions of them.")},
    Words{"mm_shap",
          QT_TRANSLATE_NOOP("Engine", "Shapley values by permutations, and how much each modality has of them.")},
    Words{
        "interactions",
        QT_TRANSLATE_NOOP(
            "Engine",
            "What a word and a patch, or a word and a moment, give the target together beyond what each gives alone.")},
};

constexpr std::array methodNotices{
    Words{"attnlrp",
          QT_TRANSLATE_NOOP("Engine",
                            "Layer-wise relevance propagation is patented. Its inventors allow personal and scientific "
                            "use; ask them before any other.")},
};

constexpr std::array parameterNames{
    Words{"attention", QT_TRANSLATE_NOOP("Engine", "Attention")},
    Words{"layer", QT_TRANSLATE_NOOP("Engine", "Layer")},
    Words{"head", QT_TRANSLATE_NOOP("Engine", "Head")},
    Words{"start_layer", QT_TRANSLATE_NOOP("Engine", "Layers")},
    Words{"steps", QT_TRANSLATE_NOOP("Engine", "Steps")},
    Words{"baseline", QT_TRANSLATE_NOOP("Engine", "Empty input")},
    Words{"quadrature", QT_TRANSLATE_NOOP("Engine", "Quadrature")},
    Words{"discard_ratio", QT_TRANSLATE_NOOP("Engine", "Left out")},
    Words{"variant", QT_TRANSLATE_NOOP("Engine", "Form")},
    Words{"layers", QT_TRANSLATE_NOOP("Engine", "Last layers")},
    Words{"text_layers", QT_TRANSLATE_NOOP("Engine", "Layers of text")},
    Words{"features", QT_TRANSLATE_NOOP("Engine", "Features")},
    Words{"sinks", QT_TRANSLATE_NOOP("Engine", "Sinks")},
    Words{"sink_factor", QT_TRANSLATE_NOOP("Engine", "Sink from")},
    Words{"samples", QT_TRANSLATE_NOOP("Engine", "Samples")},
    Words{"noise", QT_TRANSLATE_NOOP("Engine", "Noise")},
    Words{"masks", QT_TRANSLATE_NOOP("Engine", "Masks")},
    Words{"cells", QT_TRANSLATE_NOOP("Engine", "Cells")},
    Words{"probability", QT_TRANSLATE_NOOP("Engine", "Share kept")},
    Words{"kernel_width", QT_TRANSLATE_NOOP("Engine", "Nearness")},
    Words{"ridge", QT_TRANSLATE_NOOP("Engine", "Ridge")},
    Words{"permutations", QT_TRANSLATE_NOOP("Engine", "Permutations")},
    Words{"substrate", QT_TRANSLATE_NOOP("Engine", "Hidden as")},
    Words{"head_fusion", QT_TRANSLATE_NOOP("Engine", "Heads")},
    Words{"reduce_to", QT_TRANSLATE_NOOP("Engine", "Components")},
    Words{"perplexity", QT_TRANSLATE_NOOP("Engine", "Perplexity")},
    Words{"iterations", QT_TRANSLATE_NOOP("Engine", "Iterations")},
    Words{"regions", QT_TRANSLATE_NOOP("Engine", "Embedding regions")},
    Words{"words", QT_TRANSLATE_NOOP("Engine", "Embedding words")},
    Words{"neighbours", QT_TRANSLATE_NOOP("Engine", "Neighbours")},
    Words{"min_dist", QT_TRANSLATE_NOOP("Engine", "Least gap")},
    Words{"epochs", QT_TRANSLATE_NOOP("Engine", "Epochs")},
};

constexpr std::array choiceNames{
    Words{"all", QT_TRANSLATE_NOOP("Engine", "all")},
    Words{"last", QT_TRANSLATE_NOOP("Engine", "last")},
    Words{"mean", QT_TRANSLATE_NOOP("Engine", "mean")},
    Words{"max", QT_TRANSLATE_NOOP("Engine", "max")},
    Words{"min", QT_TRANSLATE_NOOP("Engine", "min")},
    Words{"blur", QT_TRANSLATE_NOOP("Engine", "blur")},
    Words{"neighbours", QT_TRANSLATE_NOOP("Engine", "their neighbours")},
    Words{"multihead", QT_TRANSLATE_NOOP("Engine", "all heads")},
    Words{"published", QT_TRANSLATE_NOOP("Engine", "as published")},
    Words{"squared", QT_TRANSLATE_NOOP("Engine", "mean of squares")},
    Words{"zero", QT_TRANSLATE_NOOP("Engine", "zero")},
    Words{"keep", QT_TRANSLATE_NOOP("Engine", "keep")},
    Words{"mask", QT_TRANSLATE_NOOP("Engine", "leave out")},
    Words{"surgery", QT_TRANSLATE_NOOP("Engine", "without the common")},
    Words{"plain", QT_TRANSLATE_NOOP("Engine", "as they are")},
    Words{"full", QT_TRANSLATE_NOOP("Engine", "in full")},
    Words{"values", QT_TRANSLATE_NOOP("Engine", "values only")},
    Words{"gauss_legendre", QT_TRANSLATE_NOOP("Engine", "Gauss-Legendre")},
    Words{"riemann_middle", QT_TRANSLATE_NOOP("Engine", "midpoints")},
};

constexpr std::array stageNames{
    Words{"load", QT_TRANSLATE_NOOP("Engine", "Loading the model")},
    Words{"hash", QT_TRANSLATE_NOOP("Engine", "Reading the weights")},
    Words{"prepare", QT_TRANSLATE_NOOP("Engine", "Preparing the inputs")},
    Words{"forward", QT_TRANSLATE_NOOP("Engine", "Running the model")},
    Words{"generate", QT_TRANSLATE_NOOP("Engine", "Writing")},
    Words{"explain", QT_TRANSLATE_NOOP("Engine", "Explaining")},
    Words{"study", QT_TRANSLATE_NOOP("Engine", "Changing the model")},
    Words{"embed", QT_TRANSLATE_NOOP("Engine", "Embedding")},
    Words{"neighbours", QT_TRANSLATE_NOOP("Engine", "Finding neighbours")},
    Words{"layout", QT_TRANSLATE_NOOP("Engine", "Laying out the map")},
    Words{"quality", QT_TRANSLATE_NOOP("Engine", "Measuring quality")},
    Words{"modalities", QT_TRANSLATE_NOOP("Engine", "Comparing modalities")},
    Words{"index", QT_TRANSLATE_NOOP("Engine", "Building the index")},
    Words{"rerank", QT_TRANSLATE_NOOP("Engine", "Ranking again")},
    Words{"retrieval", QT_TRANSLATE_NOOP("Engine", "Judging retrieval")},
};

constexpr std::array worldNames{
    Words{"circle", QT_TRANSLATE_NOOP("Engine", "circle")},     Words{"square", QT_TRANSLATE_NOOP("Engine", "square")},
    Words{"triangle", QT_TRANSLATE_NOOP("Engine", "triangle")}, Words{"star", QT_TRANSLATE_NOOP("Engine", "star")},
    Words{"cross", QT_TRANSLATE_NOOP("Engine", "cross")},       Words{"ring", QT_TRANSLATE_NOOP("Engine", "ring")},
    Words{"red", QT_TRANSLATE_NOOP("Engine", "red")},           Words{"orange", QT_TRANSLATE_NOOP("Engine", "orange")},
    Words{"yellow", QT_TRANSLATE_NOOP("Engine", "yellow")},     Words{"green", QT_TRANSLATE_NOOP("Engine", "green")},
    Words{"teal", QT_TRANSLATE_NOOP("Engine", "teal")},         Words{"blue", QT_TRANSLATE_NOOP("Engine", "blue")},
    Words{"purple", QT_TRANSLATE_NOOP("Engine", "purple")},     Words{"pink", QT_TRANSLATE_NOOP("Engine", "pink")},
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
        return translated(QT_TRANSLATE_NOOP("Engine", "image"));
    case Modality::Text:
        return translated(QT_TRANSLATE_NOOP("Engine", "text"));
    case Modality::Audio:
        return translated(QT_TRANSLATE_NOOP("Engine", "audio"));
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
        return translated(QT_TRANSLATE_NOOP("Engine", "Built-in tri-modal"));
    if (model == "builtin-plain")
        return translated(QT_TRANSLATE_NOOP("Engine", "Built-in, attention not taught"));
    return QFileInfo(QString::fromStdString(model)).fileName();
}

QString targetLabel(const Target& target) {
    switch (target.kind) {
    case TargetKind::Default:
        return translated(QT_TRANSLATE_NOOP("Engine", "What the model is for"));
    case TargetKind::Match:
        return translated(QT_TRANSLATE_NOOP("Engine", "Match score"));
    case TargetKind::Pair:
        return translated(QT_TRANSLATE_NOOP("Engine", "Similarity %1 \xe2\x80\x93 %2"))
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
    return translated(errorWords(code).title);
}

QString errorAdvice(ErrorCode code) {
    return translated(errorWords(code).advice);
}

} // namespace triptych::widgets
