/// The program: photos, pictures, files, command line.
module smalti {
    requires static org.jspecify;
    requires transitive smalti.engine;
    requires java.desktop;
    requires com.twelvemonkeys.imageio.core;
    requires com.twelvemonkeys.imageio.jpeg;
    requires com.twelvemonkeys.imageio.tiff;
    requires com.twelvemonkeys.imageio.webp;
    requires metadata.extractor;

    exports smalti.disk;
    exports smalti.photo;
    exports smalti.picture;
}
