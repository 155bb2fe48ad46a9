/// What dividing a picture into superpixels needs to know before the pixels are looked at, the same on every device: the
/// region, the seeds, the weights, the scale of colours.
package smalti.slic;
