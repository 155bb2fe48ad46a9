/// Data sets of pictures whose pixels are labelled, in the formats in which they are published.
package smalti.dataset;
