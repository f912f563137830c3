package dev.jacobi.pjrt.client;

import dev.jacobi.llvm.jit.Bridge;
import dev.jacobi.pjrt.capi.Api;
import dev.jacobi.pjrt.capi.ErrorCode;
import dev.jacobi.pjrt.capi.NamedValues;
import dev.jacobi.pjrt.capi.PjrtException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A loaded and initialised plugin. It stays loaded until the process ends, since plugins have threads of their own that nobody can stop. The
 * bridge to native code has to be loaded before ({@link Bridge#load}).
 */
public final class Plugin {
    private static final String ENTRY = "GetPjrtApi";
    final Api api;
    private final Map<String, Object> attributes;

    private Plugin(Api api) {
        this.api = api;
        api.call(api.args("Plugin_Initialize"), "be initialised");
        Map<String, Object> known = Map.of();
        if (api.has("Plugin_Attributes")) {
            known = NamedValues.read(api.call(api.args("Plugin_Attributes"), "tell its attributes"), "attributes", "num_attributes");
        }
        this.attributes = known;
    }

    /** Loads a plugin from its file, with the environment that libtpu needs. */
    public static Plugin open(Path file) {
        String name = "The plugin " + file.getFileName();
        TpuEnvironment.prepare();
        Bridge.Opened library = Bridge.tryOpen(file.toString(), false);
        if (library.handle() == 0) {
            throw new PjrtException(ErrorCode.NOT_FOUND, "the plugin " + file + " cannot be loaded: " + library.problem()
                + "; a plugin is a shared library for this machine: " + Plugins.REMEDY);
        }
        long entry = Bridge.symbol(library.handle(), ENTRY);
        if (entry == 0) {
            throw new PjrtException(ErrorCode.FAILED_PRECONDITION, "the file " + file + " is a library without the function " + ENTRY + ", so it is no PJRT plugin");
        }
        return new Plugin(Api.at(Bridge.call(entry, 0), name));
    }

    /** A plugin whose table of functions is in this process already; {@code name} is what errors call it. */
    public static Plugin at(long table, String name) {
        return new Plugin(Api.at(table, name));
    }

    /** The version of its interface, {@code 0.104}. */
    public String version() {
        return api.version();
    }

    /** Looks for devices and takes hold of them. An error says why there are none. */
    public Client client(Map<String, Object> options) {
        return Client.create(this, options);
    }

    /** The same with the options that suit a process which is not this plugin's alone. */
    public Client client() {
        return usualClient(Map.of());
    }

    /** The same with the options that suit a process which is not this plugin's alone, where {@code more} does not say otherwise. */
    public Client usualClient(Map<String, Object> more) {
        var all = new HashMap<>(usual(attributes));
        all.putAll(more);
        return client(all);
    }

    /** XLA's plugin for CUDA takes three quarters of the GPU's memory at once unless told not to. Other plugins may refuse an option that they do not know. */
    static Map<String, Object> usual(Map<String, Object> attributes) {
        return attributes.containsKey("cuda_version") ? Map.of("preallocate", false) : Map.of();
    }

    /** A topology by its name, {@code v5e:2x2}, for which programs can be compiled without a device. */
    public Topology topology(String name, Map<String, Object> options) {
        return Topology.create(this, name, options);
    }
}
