// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/models/family_model.h"
#include "inference/models/preprocess/audio_batch.h"
#include "inference/models/preprocess/text_batch.h"
#include "inference/models/preprocess/whisper_features.h"
#include "inference/models/program/program_folder.h"
#include "inference/models/program/script.h"

namespace triptych::models::program {

// Waveforms as they are, or Whisper's log-mel features; one of them.
struct SoundPreparation {
    int rateHz = 16000;
    int samplesPerFrame = 320; // of the frames that the program distinguishes
    std::optional<WhisperFeatures> features;
};

// A TorchScript program with its manifest. All inputs are needed; rows of maps belong to the items of the stream that
// looks, and there is one row, too, where a program reads one pair at a time.
class ProgramModel : public FamilyModel {
public:
    // BadFormat or FileMissing where the folder's preparation is broken.
    [[nodiscard]] static Result<ModelPtr> build(const ProgramFolder& folder, ModelDescriptor descriptor, Script script,
                                                at::Device device);

    [[nodiscard]] Target defaultTarget(const PreparedSample& sample) const override;
    [[nodiscard]] Target settle(const Target& target, PreparedSample& sample,
                                const backend::Trace& trace) const override;
    [[nodiscard]] Result<at::Tensor> targetValue(const Target& target, const PreparedSample& sample,
                                                 const backend::Trace& trace) const override;
    [[nodiscard]] Result<AttentionProgram> program(const Target& target, const PreparedSample& sample,
                                                   const backend::Trace& trace) const override;
    [[nodiscard]] int audioTimeAxis() const override { return m_sound.features ? 1 : 0; }

private:
    ProgramModel(FamilySource& source, Manifest manifest, Script script);

    [[nodiscard]] Result<void> prepareItems(const Sample& sample, const ArrayMap& inputs, PreparedSample& prepared,
                                            const Monitor& monitor) const override;
    [[nodiscard]] Result<void> compute(const PreparedSample& sample, backend::Trace& trace,
                                       const Monitor& monitor) const override;
    [[nodiscard]] PixelSize patchSize() const override { return m_patch; }

    [[nodiscard]] Result<void> readPreparation();
    [[nodiscard]] Result<ProcessedSound> process(const Sound& sound) const;
    [[nodiscard]] Result<void> prepareSounds(const Sample& sample, const ArrayMap& inputs, PreparedSample& prepared,
                                             const Monitor& monitor) const;
    [[nodiscard]] Result<std::vector<at::Tensor>> argumentsOf(const PreparedSample& sample) const;
    // The modality whose items the rows of a stream's maps are.
    [[nodiscard]] Modality modalityOf(const std::string& stream) const;
    void layOut(const std::string& name, int item, const PreparedSample& sample, AttentionProgram& program) const;

    Manifest m_manifest;
    Script m_script;
    ImageOptions m_image;
    PixelSize m_patch;
    text::TokenizerPtr m_tokenizer;
    TextBatchOptions m_text;
    std::int64_t m_vocabulary = 0;
    SoundPreparation m_sound;
};

} // namespace triptych::models::program
