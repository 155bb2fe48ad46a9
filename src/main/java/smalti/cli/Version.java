package smalti.cli;

import picocli.CommandLine.IVersionProvider;

/// Tells the program's version, which the compiler notes in its module.
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        var descriptor = Version.class.getModule().getDescriptor();
        String version = descriptor == null ? "unknown" : descriptor.rawVersion().orElse("unknown");
        return new String[] {"smalti " + version, "Java " + Runtime.version()};
    }
}
