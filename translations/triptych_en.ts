<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Causes</name>
    <message numerus="yes">
        <source>%n patches</source>
        <translation>
            <numerusform>%n patch</numerusform>
            <numerusform>%n patches</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tokens</source>
        <translation>
            <numerusform>%n token</numerusform>
            <numerusform>%n tokens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n frames</source>
        <translation>
            <numerusform>%n frame</numerusform>
            <numerusform>%n frames</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Compare</name>
    <message numerus="yes">
        <source>%n models</source>
        <translation>
            <numerusform>%n model</numerusform>
            <numerusform>%n models</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n methods</source>
        <translation>
            <numerusform>%n method</numerusform>
            <numerusform>%n methods</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n samples</source>
        <translation>
            <numerusform>%n sample</numerusform>
            <numerusform>%n samples</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n texts</source>
        <translation>
            <numerusform>%n text</numerusform>
            <numerusform>%n texts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n layers</source>
        <translation>
            <numerusform>%n layer</numerusform>
            <numerusform>%n layers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n heads</source>
        <translation>
            <numerusform>%n head</numerusform>
            <numerusform>%n heads</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n states of the model</source>
        <translation>
            <numerusform>%n state of the model</numerusform>
            <numerusform>%n states of the model</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n interventions</source>
        <translation>
            <numerusform>%n intervention</numerusform>
            <numerusform>%n interventions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Quality</name>
    <message numerus="yes">
        <source>%n units a step</source>
        <translation>
            <numerusform>%n unit a step</numerusform>
            <numerusform>%n units a step</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>triptych::widgets::AttentionOverviewView</name>
    <message numerus="yes">
        <source>%n heads</source>
        <translation>
            <numerusform>%n head</numerusform>
            <numerusform>%n heads</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>triptych::widgets::CorpusPanel</name>
    <message numerus="yes">
        <source>%n images</source>
        <translation>
            <numerusform>%n image</numerusform>
            <numerusform>%n images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n texts</source>
        <translation>
            <numerusform>%n text</numerusform>
            <numerusform>%n texts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sounds</source>
        <translation>
            <numerusform>%n sound</numerusform>
            <numerusform>%n sounds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n samples join items of several kinds</source>
        <translation>
            <numerusform>%n sample joins items of several kinds</numerusform>
            <numerusform>%n samples join items of several kinds</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>triptych::widgets::GridControls</name>
    <message numerus="yes">
        <source>Up to %n cells in all</source>
        <translation>
            <numerusform>Up to %n cell in all</numerusform>
            <numerusform>Up to %n cells in all</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>triptych::widgets::ImagePanel</name>
    <message numerus="yes">
        <source>%n regions</source>
        <translation>
            <numerusform>%n region</numerusform>
            <numerusform>%n regions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n regions, no picture of them</source>
        <translation>
            <numerusform>%n region, no picture of it</numerusform>
            <numerusform>%n regions, no picture of them</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source> · %n interventions</source>
        <translation>
            <numerusform> · %n intervention</numerusform>
            <numerusform> · %n interventions</numerusform>
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
    <name>triptych::widgets::LiveQuality</name>
    <message numerus="yes">
        <source>Measuring takes about %n minutes.</source>
        <translation>
            <numerusform>Measuring takes about %n minute.</numerusform>
            <numerusform>Measuring takes about %n minutes.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>triptych::widgets::MapPanel</name>
    <message numerus="yes">
        <source>%n items</source>
        <translation>
            <numerusform>%n item</numerusform>
            <numerusform>%n items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n selected</numerusform>
            <numerusform>%n selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>triptych::widgets::MethodSection</name>
    <message numerus="yes">
        <source>%n minutes</source>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>up to %n runs of the model</source>
        <translation>
            <numerusform>up to %n run of the model</numerusform>
            <numerusform>up to %n runs of the model</numerusform>
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
    <message numerus="yes">
        <source>%n layers</source>
        <translation>
            <numerusform>%n layer</numerusform>
            <numerusform>%n layers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n heads</source>
        <translation>
            <numerusform>%n head</numerusform>
            <numerusform>%n heads</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>triptych::widgets::NoticesButton</name>
    <message numerus="yes">
        <source>%n notices</source>
        <translation>
            <numerusform>%n notice</numerusform>
            <numerusform>%n notices</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>triptych::widgets::QueryBar</name>
    <message numerus="yes">
        <source>%n items</source>
        <translation>
            <numerusform>%n item</numerusform>
            <numerusform>%n items</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>triptych::widgets::RangeBar</name>
    <message numerus="yes">
        <source>One range for all %n cells</source>
        <translation>
            <numerusform>One range for the %n cell</numerusform>
            <numerusform>One range for all %n cells</numerusform>
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
    <name>triptych::widgets::SelectionBar</name>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n selected</numerusform>
            <numerusform>%n selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>triptych::widgets::SelectionPanel</name>
    <message numerus="yes">
        <source>nothing selected: the %n hits</source>
        <translation>
            <numerusform>nothing selected: the %n hit</numerusform>
            <numerusform>nothing selected: the %n hits</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n items, linked to map and gallery</source>
        <translation>
            <numerusform>%n item, linked to map and gallery</numerusform>
            <numerusform>%n items, linked to map and gallery</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>triptych::widgets::StudyPanel</name>
    <message numerus="yes">
        <source>Nothing was found within %n runs that turns it.</source>
        <translation>
            <numerusform>Nothing was found within %n run that turns it.</numerusform>
            <numerusform>Nothing was found within %n runs that turns it.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Without %1 it turns: %2 (%n runs).</source>
        <translation>
            <numerusform>Without %1 it turns: %2 (%n run).</numerusform>
            <numerusform>Without %1 it turns: %2 (%n runs).</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Where %1 it turns: %2 (%n runs).</source>
        <translation>
            <numerusform>Where %1 it turns: %2 (%n run).</numerusform>
            <numerusform>Where %1 it turns: %2 (%n runs).</numerusform>
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
