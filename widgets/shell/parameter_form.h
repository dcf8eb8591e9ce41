// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "widgets/session/session.h"
#include "widgets/shell/form.h"

namespace triptych::widgets {

// Controls for the parameters that a method's descriptor lists. Layer and head are left to MethodSection, since they
// never need a run.
class ParameterForm : public QWidget {
    Q_OBJECT

public:
    explicit ParameterForm(Session& session, QWidget* parent = nullptr);

    // Null hides the form.
    void setMethod(const MethodDescriptor* method);

protected:
    void changeEvent(QEvent* event) override;

private:
    void rebuild();
    [[nodiscard]] QWidget* controlFor(const ParameterDescriptor& parameter);
    [[nodiscard]] QWidget* choiceControl(const ParameterDescriptor& parameter);
    [[nodiscard]] QWidget* flagControl(const ParameterDescriptor& parameter);
    [[nodiscard]] QWidget* numberControl(const ParameterDescriptor& parameter);
    [[nodiscard]] std::string value(const ParameterDescriptor& parameter) const;
    void change(const std::string& name, std::string value);

    Session& m_session;
    MethodDescriptor m_method;
    std::map<std::string, std::string> m_shown; // values that the controls hold
    Form* m_form = nullptr;
};

} // namespace triptych::widgets
