package smalti.bench.session;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Libraries whose natives share a JVM: a module of `bench/peers`.
///
/// @param name the module's folder and the contestant's name
/// @param artifact the library's artifact, whose version is told
/// @param slowest whether it is so far behind the others that a quick session goes without it
public record PeerFamily(String name, String artifact, boolean slowest) {
    /// The library's version as its jar in a class path tells it.
    Optional<String> version(String classPath) {
        Matcher jar =
                Pattern.compile("/" + Pattern.quote(artifact) + "-([0-9][^/:]*?)\\.jar")
                        .matcher(classPath);
        return jar.find() ? Optional.of(jar.group(1)) : Optional.empty();
    }
}
