/// Pictures of what was computed: superpixel boundaries over a photo, mosaics, label colours, heat maps; and label maps as
/// PNG files.
package smalti.picture;
