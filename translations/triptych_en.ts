<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>triptych::widgets::ImagePanel</name>
    <message numerus="yes">
        <source>%n regions</source>
        <translation>
            <numerusform>%n region</numerusform>
            <numerusform>%n regions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>triptych::widgets::LinkedState</name>
    <message numerus="yes">
        <source>%n patches</source>
        <translation>
            <numerusform>%n patch</numerusform>
            <numerusform>%n patches</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n regions</source>
        <translation>
            <numerusform>%n region</numerusform>
            <numerusform>%n regions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>triptych::widgets::ModelDialog</name>
    <message numerus="yes">
        <source>%1 in %n tensors</source>
        <translation>
            <numerusform>%1 in %n tensor</numerusform>
            <numerusform>%1 in %n tensors</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tensors that the model needs</source>
        <translation>
            <numerusform>%n tensor that the model needs</numerusform>
            <numerusform>%n tensors that the model needs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tensors that the model does not use</source>
        <translation>
            <numerusform>%n tensor that the model does not use</numerusform>
            <numerusform>%n tensors that the model does not use</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>triptych::widgets::SampleDetails</name>
    <message numerus="yes">
        <source>%n objects: %1.</source>
        <translation>
            <numerusform>%n object: %1.</numerusform>
            <numerusform>%n objects: %1.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>triptych::widgets::StatusBar</name>
    <message numerus="yes">
        <source>%n notices</source>
        <translation>
            <numerusform>%n notice</numerusform>
            <numerusform>%n notices</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>triptych::widgets::TextPanel</name>
    <message numerus="yes">
        <source>%n words</source>
        <translation>
            <numerusform>%n word</numerusform>
            <numerusform>%n words</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tokens</source>
        <translation>
            <numerusform>%n token</numerusform>
            <numerusform>%n tokens</numerusform>
        </translation>
    </message>
</context>
</TS>
