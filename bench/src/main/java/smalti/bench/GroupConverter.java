package smalti.bench;

import java.util.Arrays;
import java.util.Iterator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import smalti.bench.session.Group;

/// Reads a group by its word, and offers the words for completion.
final class GroupConverter implements ITypeConverter<Group>, Iterable<String> {
    @Override
    public Group convert(String word) {
        return Arrays.stream(Group.values())
                .filter(group -> group.word().equals(word))
                .findFirst()
                .orElseThrow(() ->
                        new TypeConversionException(
                                "there is no group "
                                        + word
                                        + ", only "
                                        + String.join(" and ", this)));
    }

    @Override
    public Iterator<String> iterator() {
        return Arrays.stream(Group.values()).map(Group::word).iterator();
    }
}
