/// Layers with soft edges, of what superpixels have to do with each other.
///
/// [smalti.matting.MattingLaplacian] is Levin, Lischinski, Weiss, "A Closed-Form Solution to Natural Image Matting", 2008;
/// [smalti.matting.SoftSegmentation] is Aksoy, Oh, Paris, Pollefeys, Matusik, "Semantic Soft Segmentation", 2018, on the spectral
/// matting of Levin, Rav-Acha, Lischinski, 2008. Each class tells where it deviates from its paper.
package smalti.matting;
