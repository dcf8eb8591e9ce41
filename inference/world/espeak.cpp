// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/world/espeak.h"

#include <espeak-ng/speak_lib.h>

#include <mutex>

namespace triptych::world {

namespace {

std::mutex instanceMutex;

// Written by the callback during the one call that holds the mutex.
EspeakOutput* receiver = nullptr;

int receive(short* wave, int count, espeak_EVENT* events) {
    if (receiver == nullptr)
        return 1;
    if (wave != nullptr && count > 0)
        receiver->samples.insert(receiver->samples.end(), wave, wave + count);
    for (; events->type != espeakEVENT_LIST_TERMINATED; ++events)
        if (events->type == espeakEVENT_WORD && events->text_position > 0)
            receiver->words.push_back({events->text_position - 1, events->sample});
    return 0;
}

// The sample rate, or -1. Asked for once: a second initialisation is not safe.
int start() {
    static const int rateHz = [] {
        const int rate = espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, 0, nullptr, espeakINITIALIZE_DONT_EXIT);
        if (rate > 0)
            espeak_SetSynthCallback(receive);
        return rate;
    }();
    return rateHz;
}

} // namespace

Result<EspeakOutput> runEspeak(const std::string& text, const Voice& voice) {
    const std::lock_guard lock(instanceMutex);
    const int rateHz = start();
    if (rateHz <= 0)
        return fail(ErrorCode::DeviceUnavailable, "The speech synthesiser found no voices; install espeak-ng-data.",
                    "espeak-ng");
    if (espeak_SetVoiceByName(voice.name.c_str()) != EE_OK)
        return fail(ErrorCode::Unsupported, "This voice does not exist; update espeak-ng-data.", voice.name);
    espeak_SetParameter(espeakRATE, voice.wordsPerMinute, 0);
    espeak_SetParameter(espeakPITCH, voice.pitch, 0);

    EspeakOutput output;
    output.sampleRateHz = rateHz;
    receiver = &output;
    const espeak_ERROR code =
        espeak_Synth(text.c_str(), text.size() + 1, 0, POS_CHARACTER, 0, espeakCHARS_UTF8, nullptr, nullptr);
    receiver = nullptr;
    if (code != EE_OK)
        return fail(ErrorCode::Internal, "The speech synthesiser refused the text; try a shorter one.", voice.name);
    return output;
}

} // namespace triptych::world
