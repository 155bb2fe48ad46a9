/// Teaching networks which class each pixel belongs to.
package smalti.segmentation;
