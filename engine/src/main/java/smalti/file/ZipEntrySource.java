package smalti.file;

import java.io.EOFException;
import java.io.IOException;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import smalti.error.FormatException;

/// The bytes of one entry of a zip archive, unpacked as they are asked for. Going forward costs what lies between; going
/// back starts again from the entry's first byte. Whoever reads the last byte has the checksum compared.
final class ZipEntrySource implements ByteSource {
    private static final String ENDS_EARLY = "the archive's entry ends before its stated length";

    private final String name;
    private final ZipFile archive;
    private final ZipEntry entry;
    private CheckedInputStream stream;
    private long position;

    private ZipEntrySource(
            String name, ZipFile archive, ZipEntry entry, CheckedInputStream stream) {
        this.name = name;
        this.archive = archive;
        this.entry = entry;
        this.stream = stream;
    }

    static ZipEntrySource open(String name, ZipFile archive, ZipEntry entry) throws IOException {
        return new ZipEntrySource(name, archive, entry, start(name, archive, entry));
    }

    private static CheckedInputStream start(String name, ZipFile archive, ZipEntry entry)
            throws IOException {
        try {
            return new CheckedInputStream(archive.getInputStream(entry), new CRC32());
        } catch (ZipException damaged) {
            throw new FormatException(
                    name, -1, "the archive is damaged: " + damaged.getMessage(), damaged);
        } catch (EOFException early) {
            throw new FormatException(name, -1, "the archive ends early", early);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long size() {
        return entry.getSize();
    }

    @Override
    public void read(long from, byte[] into, int offset, int length) throws IOException {
        if (from < position) {
            stream.close();
            stream = start(name, archive, entry);
            position = 0;
        }
        try {
            stream.skipNBytes(from - position);
            position = from;
            int read = stream.readNBytes(into, offset, length);
            position += read;
            if (read < length) {
                throw new FormatException(name, position, ENDS_EARLY);
            }
            // ZipFile itself compares no checksums; whoever has read to the end has them for
            // nothing.
            if (position == entry.getSize() && stream.getChecksum().getValue() != entry.getCrc()) {
                throw new FormatException(
                        name, position, "the archive is damaged: the entry's checksum differs");
            }
        } catch (ZipException damaged) {
            throw new FormatException(
                    name, position, "the archive is damaged: " + damaged.getMessage(), damaged);
        } catch (EOFException early) {
            throw new FormatException(name, position, ENDS_EARLY, early);
        }
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
