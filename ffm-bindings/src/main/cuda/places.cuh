// Where the elements of maps [images, height, width, units] lie. Numbers of elements are below 2^31: to divide numbers of 32
// bits takes a quarter of the time.
#pragma once
#include "numbers.cuh"

struct Place {
    int unit, x, y, image;

    __device__ __forceinline__ Place(u32 element, u32 height, u32 width, u32 units) {
        u32 pixel = element / units, line = pixel / width;
        unit = (int)(element - pixel * units);
        x = (int)(pixel - line * width);
        image = (int)(line / height);
        y = (int)(line - image * height);
    }
};
