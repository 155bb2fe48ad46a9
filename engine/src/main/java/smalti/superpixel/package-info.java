/// Superpixels: the pieces a picture is broken into, how they are made and how good they are.
package smalti.superpixel;
