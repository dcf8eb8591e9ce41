// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/program/script.h"

#include <sstream>

#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/passes/inliner.h>
#include <torch/csrc/jit/runtime/interpreter.h>
#include <torch/csrc/jit/serialization/import.h>

namespace triptych::models::program {

namespace {

// The interpreter's messages end with what went wrong, after the stack of the program.
std::string lastLine(const std::string& message) {
    std::istringstream lines(message);
    std::string last;
    for (std::string line; std::getline(lines, line);)
        if (line.find_first_not_of(" \t~<-HER") != std::string::npos)
            last = line;
    return last;
}

Failure stopped(const std::string& reason) {
    return fail(ErrorCode::ModelMismatch,
                "The program stopped: " + reason + ". Its manifest may describe other inputs than it takes.",
                "forward");
}

Failure foreignResult(const std::string& type) {
    return fail(ErrorCode::ModelMismatch,
                "The program returned " + type + "; it must return tensors. Export the model again.", "forward");
}

Result<std::vector<at::Tensor>> tensorsOf(const c10::IValue& value) {
    std::vector<c10::IValue> parts;
    if (value.isTuple())
        parts = value.toTuple()->elements().vec();
    else if (value.isGenericDict())
        for (const auto& entry : value.toGenericDict())
            parts.push_back(entry.value());
    else if (value.isList())
        parts = value.toListRef().vec();
    else
        parts.push_back(value);
    std::vector<at::Tensor> tensors;
    for (const c10::IValue& part : parts) {
        if (!part.isTensor())
            return foreignResult(part.tagKind());
        tensors.push_back(part.toTensor());
    }
    return tensors;
}

} // namespace

struct Script::Held {
    torch::jit::Module module;
    torch::jit::Code code; // of forward, with all that it calls
};

Script::Script(std::shared_ptr<Held> held)
    : m_held(std::move(held)) {
}

Result<Script> Script::load(const std::string& content, at::Device device, const std::string& where) {
    try {
        std::istringstream stream(content);
        torch::jit::Module module = torch::jit::load(stream, device);
        module.eval();
        const auto graph = module.get_method("forward").graph()->copy();
        torch::jit::Inline(*graph);
        auto held = std::make_shared<Held>(Held{module, torch::jit::Code(graph, "forward")});
        // Maps come out differentiable only if something before them is.
        for (at::Tensor parameter : held->module.parameters())
            if (parameter.is_floating_point())
                parameter.requires_grad_(true);
        return Script(std::move(held));
    } catch (const c10::OutOfMemoryError&) {
        throw;
    } catch (const std::exception& error) {
        return fail(ErrorCode::BadFormat,
                    "The program cannot be loaded: " + lastLine(error.what()) +
                        ". Export it again with the version of PyTorch that this program is built with.",
                    where);
    }
}

Result<std::vector<at::Tensor>> Script::operator()(const std::vector<at::Tensor>& inputs) const {
    try {
        torch::jit::Stack stack{m_held->module._ivalue()};
        stack.insert(stack.end(), inputs.begin(), inputs.end());
        if (stack.size() != m_held->code.num_inputs())
            return stopped("it takes " + std::to_string(m_held->code.num_inputs() - 1) + " inputs");
        torch::jit::InterpreterState(m_held->code).run(stack);
        return tensorsOf(stack.at(0));
    } catch (const c10::OutOfMemoryError&) {
        throw;
    } catch (const std::exception& error) {
        return stopped(lastLine(error.what()));
    }
}

std::int64_t Script::parameterCount() const {
    std::int64_t count = 0;
    for (const at::Tensor& parameter : m_held->module.parameters())
        count += parameter.numel();
    return count;
}

} // namespace triptych::models::program
