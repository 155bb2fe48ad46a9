/// Pyramid scene parsing: networks that know what the whole picture shows when they decide what a pixel is.
package smalti.pspnet;
