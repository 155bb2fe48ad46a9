package smalti.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import smalti.error.FormatException;

/// Reads which objects a picture of Pascal VOC shows, from its `Annotations/ID.xml`. Objects that were marked as difficult
/// to recognise do not count, as in the lists of its classification task.
final class VocAnnotation {
    private static final long LARGEST = 1 << 22;
    private static final String OBJECT = "object";

    private VocAnnotation() {}

    /// The names of the objects.
    ///
    /// @throws FormatException if it is not such a file
    static Set<String> names(Path file) throws IOException {
        if (Files.size(file) > LARGEST) {
            throw new FormatException(
                    file.toString(), -1, "is larger than an annotation, " + LARGEST + " bytes");
        }
        try (InputStream bytes = Files.newInputStream(file)) {
            XMLStreamReader reader = factory().createXMLStreamReader(bytes);
            try {
                return names(reader);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException damaged) {
            throw new FormatException(
                    file.toString(),
                    damaged.getLocation() == null ? -1 : damaged.getLocation().getCharacterOffset(),
                    "is no annotation in XML",
                    damaged);
        }
    }

    /// Nothing that a file of somebody else's refers to is fetched.
    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }

    private static Set<String> names(XMLStreamReader reader) throws XMLStreamException {
        Set<String> names = new TreeSet<>();
        Deque<String> path = new ArrayDeque<>();
        String name = "";
        boolean difficult = false;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    path.push(reader.getLocalName());
                    if (reader.getLocalName().equals(OBJECT)) {
                        name = "";
                        difficult = false;
                    }
                }
                case XMLStreamConstants.CHARACTERS -> {
                    // An object's parts have names of their own, one level further down.
                    if (path.size() == 3 && isIn(path, OBJECT)) {
                        switch (path.getFirst()) {
                            case "name" -> name += reader.getText().strip();
                            case "difficult" -> difficult = reader.getText().strip().equals("1");
                            default -> {}
                        }
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    if (path.pop().equals(OBJECT) && !difficult && !name.isEmpty()) {
                        names.add(name);
                    }
                }
                default -> {}
            }
        }
        return names;
    }

    private static boolean isIn(Deque<String> path, String element) {
        return path.stream().skip(1).findFirst().orElse("").equals(element);
    }
}
