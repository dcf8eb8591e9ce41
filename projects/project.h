// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "projects/sample_entry.h"

namespace triptych::projects {

// What is saved beside the samples: the model, what is explained, and how it is shown. Values by name, so that this
// layer need not know them; the interface reads those it knows and keeps its defaults for the rest.
struct ProjectSettings {
    std::string model = "builtin";
    // SHA-256 of the program that the model was, where it was code; for people to read, it gives no trust.
    std::string program;
    std::string target = "default";
    std::string method = "chefer";
    std::map<std::string, std::string> parameters; // of the method
    std::map<std::string, std::string> display;
    std::vector<std::string> interventions; // in the current sample, as lines; see inference/contract/intervention.h

    bool operator==(const ProjectSettings&) const = default;
};

// What the program opens and saves: a plain value.
struct Project {
    std::string name;
    std::vector<SampleEntry> samples;
    std::string currentSample; // id; empty: none
    ProjectSettings settings;

    bool operator==(const Project&) const = default;
};

} // namespace triptych::projects
