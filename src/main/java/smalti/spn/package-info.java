/// The superpixel pooling network: which pixels belong to a class, learnt from nothing but which classes pictures show.
///
/// Kwak, Hong and Han, "Weakly Supervised Semantic Segmentation Using Superpixel Pooling Network", AAAI 2017.
package smalti.spn;
