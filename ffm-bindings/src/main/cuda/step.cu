// Steps of optimisers. Outputs may be the very inputs that they replace: each thread reads its element before it writes it.
#include "numbers.cuh"

// The numbers of a step, and what each weight has of its own.
struct Sgd {
    float rate;
    float momentum;
    float decay;
    __device__ __forceinline__ void operator()(float& w, float slope) const { w -= rate * (slope + decay * w); }
    __device__ __forceinline__ void operator()(float& w, float slope, float& velocity) const {
        velocity = momentum * velocity + (slope + decay * w);
        w -= rate * velocity;
    }
};

struct Adam {
    float rate;
    float correction;
    float keep;
    float take;
    float keepSquare;
    float takeSquare;
    float epsilon;
    float decay;
    float shrink;
    __device__ __forceinline__ void operator()(float& w, float slope, float& mean, float& square) const {
        float u = slope + decay * w;
        mean = keep * mean + take * u;
        square = keepSquare * square + takeSquare * u * u;
        w = shrink * w - rate * mean / (sqrtf(square) * correction + epsilon);
    }
};

KERNEL(4) smalti_sgd_step(const float* w, const float* __restrict__ g, const float* __restrict__ scale, float* wOut, i64 count, float rate, float decay) {
    Sgd step = {rate, 0, decay};
    float by = *scale;
    EACH(i, count) {
        float weight = w[i];
        step(weight, by * g[i]);
        wOut[i] = weight;
    }
}

KERNEL(4) smalti_sgd_step_with_velocity(const float* w, const float* __restrict__ g, const float* __restrict__ scale, const float* v,
        float* wOut, float* vOut, i64 count, float rate, float momentum, float decay) {
    Sgd step = {rate, momentum, decay};
    float by = *scale;
    EACH(i, count) {
        float weight = w[i];
        float velocity = v[i];
        step(weight, by * g[i], velocity);
        wOut[i] = weight;
        vOut[i] = velocity;
    }
}

KERNEL(4) smalti_adam_step(const float* w, const float* __restrict__ g, const float* __restrict__ scale, const float* m, const float* s,
        float* wOut, float* mOut, float* sOut, i64 count, float rate, float correction, float keep, float take, float keepSquare, float takeSquare,
        float epsilon, float decay, float shrink) {
    Adam step = {rate, correction, keep, take, keepSquare, takeSquare, epsilon, decay, shrink};
    float by = *scale;
    EACH(i, count) {
        float weight = w[i];
        float mean = m[i];
        float square = s[i];
        step(weight, by * g[i], mean, square);
        wOut[i] = weight;
        mOut[i] = mean;
        sOut[i] = square;
    }
}
