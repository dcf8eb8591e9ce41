// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/fft.h"

#include <QTest>
#include <cmath>
#include <numbers>
#include <random>
#include <vector>

using namespace triptych::numerics;

namespace {

std::vector<double> noise(int size) {
    std::mt19937 generator(static_cast<unsigned>(size));
    std::vector<double> values(static_cast<std::size_t>(size));
    for (double& value : values)
        value = static_cast<double>(generator()) / 4294967296.0 - 0.5;
    return values;
}

Complex slowBin(const std::vector<double>& values, int k) {
    Complex sum;
    const auto size = static_cast<long>(values.size());
    for (long n = 0; n < size; ++n) {
        const double angle = -2.0 * std::numbers::pi * static_cast<double>((k * n) % size) / static_cast<double>(size);
        sum = sum + Complex{values[static_cast<std::size_t>(n)], 0} * Complex{std::cos(angle), std::sin(angle)};
    }
    return sum;
}

} // namespace

class FftTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalsTheDefinition_data() {
        QTest::addColumn<int>("size");
        for (const int size : {1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 15, 26, 49, 64, 121, 200, 400, 512, 1024})
            QTest::addRow("%d", size) << size;
    }

    void equalsTheDefinition() {
        QFETCH(int, size);
        const std::vector<double> values = noise(size);
        RealFft fft(size);
        std::vector<Complex> spectrum(static_cast<std::size_t>(fft.binCount()));
        fft.transform(values, spectrum);
        for (int k = 0; k < fft.binCount(); ++k) {
            const Complex difference = spectrum[static_cast<std::size_t>(k)] - slowBin(values, k);
            QVERIFY(std::hypot(difference.re, difference.im) < 1e-11 * size);
        }
    }

    void keepsEnergy() {
        for (const int size : {512, 400, 480, 77}) {
            const std::vector<double> values = noise(size);
            double inTime = 0;
            for (const double value : values)
                inTime += value * value;
            RealFft fft(size);
            std::vector<double> power(static_cast<std::size_t>(fft.binCount()));
            fft.power(values, power);
            double inFrequency = 0;
            for (int k = 0; k < fft.binCount(); ++k) {
                const bool single = k == 0 || 2 * k == size;
                inFrequency += (single ? 1.0 : 2.0) * power[static_cast<std::size_t>(k)];
            }
            QVERIFY(std::abs(inFrequency / size - inTime) < 1e-10);
        }
    }

    void givesTheSameTwice() {
        const std::vector<double> values = noise(400);
        RealFft fft(400);
        std::vector<double> first(201);
        std::vector<double> second(201);
        fft.power(values, first);
        fft.power(noise(400), second);
        fft.power(values, second);
        QCOMPARE(first, second);
    }
};

QTEST_GUILESS_MAIN(FftTest)
#include "fft_test.moc"
