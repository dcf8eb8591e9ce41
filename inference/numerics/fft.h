// SPDX-License-Identifier: GPL-3.0-or-later
// The discrete Fourier transform of real frames, X[k] = sum over n of x[n] exp(-2 pi i k n / size), not scaled.
#pragma once

#include <span>
#include <vector>

namespace triptych::numerics {

struct Complex {
    double re = 0;
    double im = 0;

    friend Complex operator+(Complex a, Complex b) { return {a.re + b.re, a.im + b.im}; }
    friend Complex operator-(Complex a, Complex b) { return {a.re - b.re, a.im - b.im}; }
    friend Complex operator*(Complex a, Complex b) { return {a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re}; }
};

// Mixed radix (Stockham): any size >= 1, fast where its prime factors are small. Tables are made once; an object keeps
// its working memory, so each thread needs its own.
class Fft {
public:
    explicit Fft(int size);

    [[nodiscard]] int size() const { return m_size; }

    // In place, values [size].
    void transform(std::span<Complex> values);

private:
    struct Stage {
        int radix = 0;
        int length = 0; // of the transforms that remain before this stage
    };

    void runStage(const Stage& stage, int stride, const Complex* in, Complex* out) const;
    void butterflies(const Stage& stage, int stride, int block, const Complex* in, Complex* out) const;
    [[nodiscard]] Complex root(int numerator, int denominator) const;

    int m_size = 0;
    std::vector<Stage> m_stages;
    std::vector<Complex> m_roots; // exp(-2 pi i k / size)
    std::vector<Complex> m_work;
};

// Of real input: only the bins 0 .. size / 2.
class RealFft {
public:
    explicit RealFft(int size);

    [[nodiscard]] int size() const { return m_size; }
    [[nodiscard]] int binCount() const { return m_size / 2 + 1; }

    // frame [size], spectrum [binCount]
    void transform(std::span<const double> frame, std::span<Complex> spectrum);

    // |X[k]|^2; frame [size], power [binCount]
    void power(std::span<const double> frame, std::span<double> power);

private:
    int m_size = 0;
    Fft m_fft; // of half the size where the size is even
    std::vector<Complex> m_packed;
    std::vector<Complex> m_twiddles;
    std::vector<Complex> m_spectrum;
};

} // namespace triptych::numerics
