/// DecoupledNet: which pixels belong to a class, learnt by two networks apart from each other, one that tells what a picture
/// shows and one that parts a class from everything else.
///
/// Hong, Noh and Han, "Decoupled Deep Neural Network for Semi-supervised Semantic Segmentation", NIPS 2015. Taught by the
/// masks of a superpixel pooling network, and then by its own, as in Kwak, Hong and Han, "Weakly Supervised Semantic
/// Segmentation Using Superpixel Pooling Network", AAAI 2017.
package smalti.decoupled;
