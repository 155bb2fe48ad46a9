package smalti.cpu.kernel;

/// Where a kernel finds the values of one image in an array, in either layout: channel `c` of pixel `p` of the image is
/// at `origin + p·pixelStep + c·channelStep`.
///
/// @param origin the index of the image's first pixel in the first channel of interest
/// @param channels how many channels are of interest
public record Values(float[] array, int origin, int pixelStep, int channelStep, int channels) {
    /// Whether the channels of a pixel lie together.
    public boolean interleaved() {
        return channelStep == 1;
    }
}
