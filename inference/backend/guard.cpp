// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/backend/guard.h"

#include <exception>
#include <new>
#include <string>

#include <c10/util/Exception.h>

namespace triptych::backend::detail {

namespace {

std::string firstLine(const std::string& text) {
    return text.substr(0, text.find('\n'));
}

Failure outOfMemory(const std::string& where) {
    return fail(ErrorCode::OutOfMemory,
                "There is not enough memory for this step. Watch fewer layers, or use a smaller input.", where);
}

} // namespace

Failure currentFailure(const std::string& where) {
    try {
        throw;
    } catch (const c10::OutOfMemoryError&) {
        return outOfMemory(where);
    } catch (const std::bad_alloc&) {
        return outOfMemory(where);
    } catch (const c10::IndexError&) {
        return fail(ErrorCode::InvalidInput,
                    "An id lies outside of the model's table, a token outside of its vocabulary: the tokenizer, or the "
                    "inputs that were given, belong to another model.",
                    where);
    } catch (const c10::Error& error) {
        const std::string message = firstLine(error.what_without_backtrace());
        // The CPU allocator throws a plain Error.
        if (message.find("DefaultCPUAllocator") != std::string::npos)
            return outOfMemory(where);
        return fail(ErrorCode::Internal, "LibTorch stopped: " + message, where);
    } catch (const std::exception& error) {
        return fail(ErrorCode::Internal, "The step stopped: " + firstLine(error.what()), where);
    } catch (...) {
        return fail(ErrorCode::Internal, "The step stopped for an unknown reason.", where);
    }
}

} // namespace triptych::backend::detail
