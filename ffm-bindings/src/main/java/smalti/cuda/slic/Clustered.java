package smalti.cuda.slic;

/// Pixels that have found their clusters, by addresses on the GPU.
///
/// @param codes the cluster of each pixel, 16 bits; the two largest numbers are for those that have none
/// @param planes the colours of pixels
/// @param colours the mean colour of each cluster
record Clustered(long codes, long planes, long colours) {
    /// Codes without colours.
    static Clustered ofCodes(long codes) {
        return new Clustered(codes, 0, 0);
    }
}
