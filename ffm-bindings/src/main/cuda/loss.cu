// How far answers are from the right ones.
#include "each.cuh"
#include "rows.cuh"

// The answers that are right, and how much each counts.
struct Targets {
    const int* targets;
    const float* weights;
    int classes;
    int hasIgnored;
    int ignored;
    u64* slot;

    __device__ __forceinline__ bool counts(i64 row) const {
        int target = targets[row];
        if (hasIgnored && target == ignored) return false;
        if (target >= 0 && target < classes) return true;
        leaveWord(slot, row, target);
        return false;
    }

    // Without weights all count the same.
    __device__ __forceinline__ double weight(i64 row) const { return weights == nullptr ? 1.0 : (double)weights[targets[row]]; }
};

#define TARGET_PARAMETERS const int* __restrict__ targets, const float* __restrict__ weights, int classes, int hasIgnored, int ignored, u64* __restrict__ slot
#define TARGETS {targets, weights, classes, hasIgnored, ignored, slot}

// The loss of each row, with its weight.
KERNEL(4) smalti_cross_entropy(const float* __restrict__ scores, float* __restrict__ softmax, Two* __restrict__ losses, TARGET_PARAMETERS,
        i64 rows, int length, int lanes) {
    __shared__ double shared[256];
    Targets right = TARGETS;
    EACH_ROW_OF_TEAM(row, rows, lanes) {
        Row of(row, rows, length, lanes);
        double all = of.softmax(scores, softmax, shared);
        if (of.lane == 0 && row < rows) {
            Two loss = {0, 0};
            if (right.counts(row)) {
                double weight = right.weight(row);
                loss = {weight * (all - scores[of.from + targets[row]]), weight};
            }
            losses[row] = loss;
        }
    }
}

// The mean of losses under their weights; that of nothing is 0.
struct MeanLoss : TwoSums {
    const Two* losses;
    float* loss;
    __device__ MeanLoss(const Two* losses, float* loss) : losses(losses), loss(loss) {}
    __device__ __forceinline__ void begin(int) {}
    __device__ __forceinline__ void add(Two& sums, i64 index) const { sums = join(sums, losses[index]); }
    __device__ __forceinline__ void finish(i64, int, Two sums) const { *loss = (float)(sums.second == 0 ? 0 : sums.first / sums.second); }
};

REDUCE_COLUMNS(mean_loss, MeanLoss, (const Two* __restrict__ losses, float* __restrict__ loss), (losses, loss))

// The weight of all rows.
struct Weights : OneSum {
    Targets right;
    double* weight;
    __device__ Weights(TARGET_PARAMETERS, double* weight) : right(TARGETS), weight(weight) {}
    __device__ __forceinline__ void begin(int) {}
    __device__ __forceinline__ void add(double& sum, i64 row) const {
        if (right.counts(row)) sum += right.weight(row);
    }
    __device__ __forceinline__ void finish(i64, int, double sum) const { *weight = sum; }
};

REDUCE_COLUMNS(weights, Weights, (TARGET_PARAMETERS, double* __restrict__ weight), (targets, weights, classes, hasIgnored, ignored, slot, weight))

KERNEL(4) smalti_cross_entropy_gradient(const float* __restrict__ above, const float* __restrict__ softmax, const double* __restrict__ weight,
        float* __restrict__ out, TARGET_PARAMETERS, i64 rows, int length, int lanes) {
    Targets right = TARGETS;
    EACH_ROW_OF_TEAM(row, rows, lanes) {
        Row of(row, rows, length, lanes);
        double factor = row < rows && *weight > 0 && right.counts(row) ? *above * right.weight(row) / *weight : 0;
        i64 target = factor == 0 ? -1 : of.from + targets[row];
        of.each([&](i64 i) { out[i] = factor == 0 ? 0.0f : (float)(factor * (i == target ? softmax[i] - 1.0 : softmax[i])); });
    }
}

// The mean over answers that are yes or no; that of nothing is 0.
struct BinaryTerms : OneSum {
    const float* scores;
    const float* targets;
    float* loss;
    double elements;
    __device__ BinaryTerms(const float* scores, const float* targets, float* loss, double elements)
        : scores(scores), targets(targets), loss(loss), elements(elements) {}
    __device__ __forceinline__ void begin(int) {}
    __device__ __forceinline__ void add(double& sum, i64 index) const {
        double score = scores[index];
        sum += (score <= 0 ? 0 : score) - score * targets[index] + log1p(exp(-fabs(score)));
    }
    __device__ __forceinline__ void finish(i64, int, double sum) const { *loss = (float)(sum / elements); }
};

REDUCE_COLUMNS(binary_cross_entropy, BinaryTerms, (const float* __restrict__ scores, const float* __restrict__ targets, float* __restrict__ loss, double elements),
    (scores, targets, loss, elements))

struct BinaryGradient {
    double factor;
    __device__ __forceinline__ float operator()(float score, float target) const { return (float)(factor * (1.0f / (1.0f + expf(-score)) - target)); }
};

KERNEL(4) smalti_binary_cross_entropy_gradient(const float* __restrict__ above, const float* __restrict__ scores, const float* __restrict__ targets,
        float* __restrict__ out, i64 count) {
    eachTwo(BinaryGradient{(double)*above / (double)count}, scores, targets, out, count);
}
