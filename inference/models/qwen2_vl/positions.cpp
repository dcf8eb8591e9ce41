// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/qwen2_vl/positions.h"

#include <algorithm>
#include <array>

#include <ATen/ATen.h>

namespace triptych::models::qwen2_vl {

namespace {

Failure unfitting() {
    return fail(ErrorCode::InvalidInput,
                "The placeholders of the prompt and the images do not fit together; leave them to the program.",
                "input.input_ids");
}

// Writes the positions of one row; `image` counts the images used so far.
class RowWriter {
public:
    RowWriter(at::TensorAccessor<std::int64_t, 3> positions, std::int64_t row)
        : m_positions(positions)
        , m_row(row) {}

    void word(std::int64_t token) {
        for (int axis = 0; axis < 3; ++axis)
            m_positions[axis][m_row][token] = m_next;
        ++m_next;
    }

    // Tokens `places` of one image in order.
    void image(const std::vector<std::int64_t>& places, const ImageGrid& grid, int merge) {
        const std::int64_t rows = grid.rows / merge;
        const std::int64_t cols = grid.cols / merge;
        for (std::size_t i = 0; i < places.size(); ++i) {
            const auto unit = static_cast<std::int64_t>(i);
            m_positions[0][m_row][places[i]] = m_next + unit / (rows * cols);
            m_positions[1][m_row][places[i]] = m_next + unit / cols % rows;
            m_positions[2][m_row][places[i]] = m_next + unit % cols;
        }
        m_next += std::max(rows, cols);
    }

private:
    at::TensorAccessor<std::int64_t, 3> m_positions;
    std::int64_t m_row;
    std::int64_t m_next = 0;
};

} // namespace

Result<std::vector<ImageGrid>> readGrids(const at::Tensor& grids, int merge, std::int64_t patches) {
    std::vector<ImageGrid> read;
    std::int64_t total = 0;
    const bool isTable = grids.defined() && grids.dim() == 2 && grids.size(1) == 3;
    const at::Tensor table = isTable ? grids.to(at::kCPU, at::kLong) : at::empty({0, 3}, at::kLong);
    const auto cells = table.accessor<std::int64_t, 2>();
    for (std::int64_t i = 0; i < table.size(0); ++i) {
        const ImageGrid grid{cells[i][0], cells[i][1], cells[i][2]};
        if (grid.frames < 1 || grid.rows < 1 || grid.cols < 1 || grid.rows % merge != 0 || grid.cols % merge != 0 ||
            std::max({grid.frames, grid.rows, grid.cols}) > 1 << 20)
            break;
        total += grid.patches();
        read.push_back(grid);
    }
    if (isTable && static_cast<std::int64_t>(read.size()) == table.size(0) && total == patches)
        return read;
    return fail(ErrorCode::InvalidInput, "The grids do not describe the patches that came with them.",
                "input.image_grid_thw");
}

Result<at::Tensor> multimodalPositions(const at::Tensor& ids, const at::Tensor& mask,
                                       const std::vector<ImageGrid>& grids, std::int64_t placeholder, int merge) {
    const at::Tensor cpuIds = ids.to(at::kCPU, at::kLong);
    const at::Tensor cpuMask = mask.to(at::kCPU, at::kLong);
    at::Tensor positions = at::zeros({3, ids.size(0), ids.size(1)}, at::kLong);
    const auto id = cpuIds.accessor<std::int64_t, 2>();
    const auto isToken = cpuMask.accessor<std::int64_t, 2>();
    std::size_t image = 0;
    for (std::int64_t row = 0; row < ids.size(0); ++row) {
        RowWriter writer(positions.accessor<std::int64_t, 3>(), row);
        std::vector<std::int64_t> places;
        for (std::int64_t token = 0; token < ids.size(1); ++token) {
            if (isToken[row][token] == 0)
                continue;
            if (id[row][token] != placeholder) {
                writer.word(token);
                continue;
            }
            if (image >= grids.size())
                return unfitting();
            places.push_back(token);
            if (static_cast<std::int64_t>(places.size()) < grids[image].patches() / (merge * merge))
                continue;
            writer.image(places, grids[image++], merge);
            places.clear();
        }
        if (!places.empty())
            return unfitting();
    }
    if (image != grids.size())
        return unfitting();
    return positions.to(ids.device());
}

at::Tensor patchPlaces(const ImageGrid& grid, int merge) {
    const auto packed = [&](const at::Tensor& raster) {
        return raster.expand({grid.rows, grid.cols})
            .reshape({grid.rows / merge, merge, grid.cols / merge, merge})
            .transpose(1, 2)
            .reshape({-1})
            .repeat({grid.frames});
    };
    return at::stack(
        {packed(at::arange(grid.rows, at::kLong).unsqueeze(1)), packed(at::arange(grid.cols, at::kLong).unsqueeze(0))});
}

} // namespace triptych::models::qwen2_vl
