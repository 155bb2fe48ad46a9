/// The program: photos, pictures, files, command line.
module smalti {
    requires static org.jspecify;
    requires transitive smalti.engine;
    requires java.desktop;
    requires java.xml;
    requires com.twelvemonkeys.imageio.core;
    requires com.twelvemonkeys.imageio.jpeg;
    requires com.twelvemonkeys.imageio.tiff;
    requires com.twelvemonkeys.imageio.webp;
    requires metadata.extractor;
    requires io.jhdf;
    // jhdf has no module descriptor that would ask for these.
    requires com.ning.compress.lzf;
    requires org.apache.commons.lang3;
    requires org.slf4j;
    requires info.picocli;
    requires tools.jackson.core;
    requires de.siegmar.fastcsv;

    exports smalti.algebra;
    exports smalti.augment;
    exports smalti.dataset;
    exports smalti.decoupled;
    exports smalti.evaluation;
    exports smalti.filter;
    exports smalti.loading;
    exports smalti.matting;
    exports smalti.metric;
    exports smalti.photo;
    exports smalti.picture;
    exports smalti.pspnet;
    exports smalti.segmentation;
    exports smalti.spn;
    exports smalti.store;
    exports smalti.stream;
    exports smalti.train;
    exports smalti.zoo;

    opens smalti.cli to
            info.picocli;
}
