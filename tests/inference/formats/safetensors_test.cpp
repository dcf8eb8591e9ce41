// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/formats/safetensors.h"

#include <QTemporaryDir>
#include <QtTest>
#include <cmath>
#include <cstring>
#include <fstream>

using namespace triptych;
using namespace triptych::formats;

namespace {

struct BadFile {
    const char* name;
    std::string bytes;
    const char* message; // part of the error
};

std::string withLength(std::uint64_t length, const std::string& rest) {
    std::string bytes(8, '\0');
    std::memcpy(bytes.data(), &length, 8);
    return bytes + rest;
}

std::string file(const std::string& header, std::size_t dataBytes) {
    return withLength(header.size(), header) + std::string(dataBytes, '\1');
}

std::string entry(const std::string& name, const std::string& dtype, const std::string& shape,
                  const std::string& offsets) {
    return "\"" + name + R"(":{"dtype":")" + dtype + R"(","shape":[)" + shape + R"(],"data_offsets":[)" + offsets +
           "]}";
}

std::string one(const std::string& dtype, const std::string& shape, const std::string& offsets) {
    return "{" + entry("a", dtype, shape, offsets) + "}";
}

std::string manyTensors(int count) {
    std::string header = "{";
    for (int i = 0; i < count; ++i)
        header += (i ? "," : "") + entry("t" + std::to_string(i), "U8", "0", "0,0");
    return header + "}";
}

Result<SafetensorsContent> parse(const std::string& bytes) {
    return parseSafetensors(std::as_bytes(std::span(bytes)), "memory");
}

template<typename T>
TensorView viewOf(DType dtype, const std::vector<T>& values) {
    return {dtype, {static_cast<std::int64_t>(values.size())}, std::as_bytes(std::span(values))};
}

std::vector<BadFile> badSizes() {
    return {
        {"empty", "", "shorter than 8"},
        {"7-bytes", std::string(7, '\0'), "shorter than 8"},
        {"header-length-max", withLength(~0ULL, "{}"), "longer than"},
        {"header-length-over-limit", withLength(100'000'001, "{}"), "longer than"},
        {"header-past-end", withLength(3, "{}"), "past the end"},
        {"header-empty", withLength(0, ""), "not a JSON object"},
        {"truncated-data", file(one("U8", "4", "0,4"), 3), "cut off"},
        {"polyglot-tail", file(one("U8", "4", "0,4"), 5), "belong to nothing"},
        {"tail-without-tensors", file("{}", 1), "belong to nothing"},
        {"hole", file("{" + entry("a", "U8", "2", "0,2") + "," + entry("b", "U8", "2", "3,5") + "}", 5), "hole"},
        {"hole-at-start", file(one("U8", "2", "1,3"), 3), "hole"},
        {"overlap", file("{" + entry("a", "U8", "2", "0,2") + "," + entry("b", "U8", "2", "1,3") + "}", 3), "overlap"},
        {"same-bytes-twice", file("{" + entry("a", "U8", "2", "0,2") + "," + entry("b", "U8", "2", "0,2") + "}", 2),
         "overlap"},
    };
}

std::vector<BadFile> badHeaders() {
    std::string deep = R"({"a":{"dtype":"U8","shape":[[[[[]]]]],"data_offsets":[0,0]}})";
    return {
        {"not-utf8", file("{\"\xff\":1}", 0), "header is wrong"},
        {"byte-order-mark", file("\xEF\xBB\xBF{}", 0), "not a JSON object"},
        {"array", file("[]", 0), "not a JSON object"},
        {"two-documents", file("{}{}", 0), "header is wrong"},
        {"trailing-zero", file(std::string("{}\0", 3), 0), "header is wrong"},
        {"cut-json", file("{\"a\":", 0), "header is wrong"},
        {"duplicate-tensor", file("{" + entry("w", "U8", "4", "0,4") + "," + entry("w", "F32", "1", "0,4") + "}", 4),
         "twice"},
        {"duplicate-dtype", file(R"({"a":{"dtype":"U8","dtype":"I8","shape":[1],"data_offsets":[0,1]}})", 1), "twice"},
        {"duplicate-metadata", file(R"({"__metadata__":{},"__metadata__":{}})", 0), "twice"},
        {"metadata-number", file(R"({"__metadata__":{"a":1}})", 0), "not a text"},
        {"metadata-list", file(R"({"__metadata__":[]})", 0), "not an object"},
        {"too-deep", file(deep, 0), "nested deeper"},
        {"entry-number", file(R"({"a":1})", 0), "not an object"},
        {"entry-extra-key", file(R"({"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0],"x":1}})", 0), "not an object"},
        {"entry-without-shape", file(R"({"a":{"dtype":"U8","x":1,"data_offsets":[0,0]}})", 0), "no shape"},
        {"too-many-tensors", file(manyTensors(100'001), 0), "more than 100000"},
    };
}

std::vector<BadFile> badEntries() {
    return {
        {"unknown-dtype", file(one("F128", "1", "0,16"), 16), "unknown dtype"},
        {"lower-case-dtype", file(one("f32", "1", "0,4"), 4), "unknown dtype"},
        {"shape-overflow", file(one("U8", "4294967296,4294967296", "0,0"), 0), "overflows"},
        {"shape-overflow-to-4", file(one("F32", "4611686018427387905", "0,4"), 4), "overflows"},
        {"bits-overflow", file(one("F64", "2305843009213693952", "0,0"), 0), "overflows"},
        {"overflow-before-zero", file(one("U8", "9223372036854775807,9223372036854775807,0", "0,0"), 0), "overflows"},
        {"half-byte", file(one("F4", "3", "0,1"), 1), "whole bytes"},
        {"negative-shape", file(one("U8", "-1", "0,1"), 1), "whole number"},
        {"fractional-shape", file(one("U8", "1.0", "0,1"), 1), "whole number"},
        {"shape-2-to-63", file(one("U8", "9223372036854775808", "0,0"), 0), "whole number"},
        {"shape-2-to-65", file(one("U8", "36893488147419103232", "0,0"), 0), "whole number"},
        {"string-shape", file(one("U8", "\"1\"", "0,1"), 1), "whole number"},
        {"negative-offset", file(one("U8", "1", "-1,0"), 0), "whole number"},
        {"reversed-offsets", file(one("U8", "1", "1,0"), 1), "do not agree"},
        {"size-too-small", file(one("F32", "2", "0,4"), 4), "do not agree"},
        {"three-offsets", file(one("U8", "1", "0,1,2"), 2), "pair of data_offsets"},
        {"rank-9", file(one("U8", "1,1,1,1,1,1,1,1,1", "0,1"), 1), "more than 8"},
    };
}

} // namespace

class SafetensorsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void refusesBadFiles_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("message");
        for (const auto& group : {badSizes(), badHeaders(), badEntries()})
            for (const BadFile& bad : group)
                QTest::newRow(bad.name) << QByteArray::fromStdString(bad.bytes) << QString::fromUtf8(bad.message);
    }

    void refusesBadFiles() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, message);
        const auto content = parse(bytes.toStdString());
        QVERIFY(!content);
        QVERIFY(content.error().code == ErrorCode::BadFormat);
        QVERIFY2(QString::fromStdString(content.error().detail).contains(message), content.error().detail.c_str());
    }

    void acceptsUnusualButValidFiles() {
        QVERIFY(parse(file("{}", 0)));
        QVERIFY(parse(file("  {}\n \t", 0)));
        const auto scalar = parse(file(one("F32", "", "0,4"), 4));
        QVERIFY(scalar);
        QVERIFY(scalar->tensors.at("a").shape.empty());
        const auto empty = parse(file(one("F64", "3,0", "0,0"), 0));
        QVERIFY(empty);
        QCOMPARE(toFloatArray(empty->tensors.at("a"), "a")->size(), std::size_t(0));
        QVERIFY(parse(file(one("F4", "4", "0,2"), 2)));
        QVERIFY(parse(file("{" + entry("b", "U8", "2", "1,3") + "," + entry("a", "U8", "1", "0,1") + "}", 3)));
    }

    void anyDamagedByteIsRefusedOrStaysInside() {
        const std::string good =
            file("{" + entry("a", "U8", "2", "0,2") + "," + entry("b", "F32", "1", "2,6") + "}", 6);
        for (std::size_t position = 0; position < good.size(); ++position)
            for (int bit = 0; bit < 8; ++bit) {
                std::string damaged = good;
                damaged[position] = static_cast<char>(damaged[position] ^ (1 << bit));
                const auto content = parse(damaged);
                if (!content)
                    continue;
                for (const auto& [name, view] : content->tensors)
                    QCOMPARE(static_cast<std::int64_t>(view.bytes.size()) * 8,
                             elementCount(view.shape) * bitsOf(view.dtype));
            }
    }

    void writesWhatItReads() {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath(QStringLiteral("deep/er/x.safetensors")).toStdString();
        ArrayMap arrays;
        arrays["bytes"] = ByteArray({3}, {1, 2, 255});
        arrays["ids"] = IntArray({1, 2}, {-5, 1LL << 62});
        arrays["scalar"] = FloatArray({}, {2.5F});
        arrays["weights"] = FloatArray({2, 2}, {0.5F, -0.0F, 1e-40F, 3e38F});
        arrays["empty"] = FloatArray({0, 4});
        QVERIFY(writeSafetensors(path, arrays, {{"step", "12"}, {"名", "值"}}));
        QCOMPARE(*readSafetensors(path), arrays);
        const auto file = SafetensorsFile::open(path);
        QCOMPARE(file->metadata().at("名"), std::string("值"));
        QVERIFY(file->find("ids")->dtype == DType::I64);
        QVERIFY(!file->find("absent"));
        QCOMPARE(std::distance(std::filesystem::directory_iterator(path.parent_path()), {}), std::ptrdiff_t(1));
    }

    // What a half can hold comes back as it was; everything else as the nearest half.
    void writesHalves() {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath(QStringLiteral("x.safetensors")).toStdString();
        const FloatArray exact({6}, {1.0F, -2.5F, 0x1p-24F, 65504.0F, 0.0F, -0x1.FF8p-15F});
        const FloatArray rounded({5}, {0.1F, 1.0F + 0x1p-11F, 1.0F + 0x3p-11F, 0x1p-26F, 70000.0F});
        QVERIFY(writeSafetensors(path, {{"exact", exact}, {"rounded", rounded}}, {}, FloatStorage::Half));
        QVERIFY(SafetensorsFile::open(path)->find("exact")->dtype == DType::F16);
        const auto read = readSafetensors(path);
        QCOMPARE(std::get<FloatArray>(read->at("exact")), exact);
        const FloatArray expected({5},
                                  {0x1.998p-4F, 1.0F, 1.0F + 0x1p-9F, 0.0F, std::numeric_limits<float>::infinity()});
        QCOMPARE(std::get<FloatArray>(read->at("rounded")), expected);
    }

    void refusesNamesItCouldNotReadBack() {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath(QStringLiteral("x.safetensors")).toStdString();
        QVERIFY(!writeSafetensors(path, {{"__metadata__", FloatArray({1})}}));
        QVERIFY(!writeSafetensors(path, {{"\xff", FloatArray({1})}}));
        QVERIFY(!std::filesystem::exists(path));
    }

    void missingFilesAndFoldersAreNamed() {
        const QTemporaryDir folder;
        QVERIFY(SafetensorsFile::open("/nowhere/x.safetensors").error().code == ErrorCode::FileMissing);
        QVERIFY(SafetensorsFile::open(folder.path().toStdString()).error().code == ErrorCode::InvalidInput);
    }

    void halfPrecisionIsExact() {
        const std::vector<std::uint16_t> half{0x3C00, 0xC000, 0x0001, 0x8001, 0x03FF, 0x0400, 0x7BFF, 0x7C00, 0x3555};
        const std::vector<float> expected{1.0F,     -2.0F,    0x1p-24F, -0x1p-24F,  0x1.FF8p-15F,
                                          0x1p-14F, 65504.0F, INFINITY, 0x1.554p-2F};
        const auto values = toFloatArray(viewOf(DType::F16, half), "half");
        for (std::size_t i = 0; i < half.size(); ++i)
            QCOMPARE(values->values()[i], expected[i]);
        QVERIFY(std::isnan(toFloatArray(viewOf(DType::F16, std::vector<std::uint16_t>{0x7E00}), "nan")->values()[0]));
        const std::vector<std::uint16_t> brain{0x3F80, 0xC049, 0x0001};
        const auto wide = toFloatArray(viewOf(DType::BF16, brain), "brain");
        QCOMPARE(wide->values()[0], 1.0F);
        QCOMPARE(wide->values()[1], -3.140625F);
        QCOMPARE(wide->values()[2], 0x1p-133F);
    }

    void integersKeepTheirValues() {
        QCOMPARE(toIntArray(viewOf(DType::I32, std::vector<std::int32_t>{-7}), "i")->values()[0], std::int64_t(-7));
        QCOMPARE(toIntArray(viewOf(DType::U16, std::vector<std::uint16_t>{65535}), "i")->values()[0],
                 std::int64_t(65535));
        QCOMPARE(toByteArray(viewOf(DType::Bool, std::vector<std::uint8_t>{9}), "b")->values()[0], std::uint8_t(1));
        QCOMPARE(toFloatArray(viewOf(DType::F64, std::vector<double>{0.1}), "d")->values()[0], 0.1F);
        QVERIFY(!toIntArray(viewOf(DType::U64, std::vector<std::uint64_t>{~0ULL}), "u"));
        QVERIFY(toIntArray(viewOf(DType::F32, std::vector<float>{1}), "f").error().code == ErrorCode::Unsupported);
        QVERIFY(toFloatArray(viewOf(DType::C64, std::vector<std::uint64_t>{1}), "c").error().code ==
                ErrorCode::Unsupported);
    }
};

QTEST_GUILESS_MAIN(SafetensorsTest)
#include "safetensors_test.moc"
