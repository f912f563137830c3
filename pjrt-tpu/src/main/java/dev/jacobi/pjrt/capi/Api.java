package dev.jacobi.pjrt.capi;

import dev.jacobi.llvm.jit.Bridge;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A plugin's table of functions. Every function takes a pointer to its structure; all but two return an error, which becomes a
 * {@link PjrtException} and is destroyed. A function is there when the table is long enough for it and its pointer is not null.
 */
public final class Api {
    /** The JVM ends once, whichever plugins it has. */
    private static final ShutdownGuard ENDING = new ShutdownGuard();
    private final String name;
    private final Layouts layouts = new Layouts();
    private final ByteBuffer table;
    private final int minor;

    /** The table at an address; {@code name} is what errors call the plugin. */
    public static Api at(long address, String name) {
        if (address == 0) {
            throw new PjrtException(ErrorCode.FAILED_PRECONDITION, name + " gave no table of functions, so it is not a PJRT plugin that works here");
        }
        long size = PluginMemory.view(address, 8).getLong(0);
        if (size < Layouts.FUNCTIONS + 8 || size > 1 << 20) {
            throw new PjrtException(ErrorCode.FAILED_PRECONDITION, name + " gave a table of " + size + " bytes, which is not that of a PJRT plugin");
        }
        return new Api(name, PluginMemory.view(address, size));
    }

    private Api(String name, ByteBuffer table) {
        this.name = name;
        this.table = table;
        int major = table.getInt(Layouts.MAJOR);
        this.minor = table.getInt(Layouts.MINOR);
        if (major != 0 || minor < Layouts.OLDEST_MINOR) {
            throw new PjrtException(ErrorCode.FAILED_PRECONDITION, name + " has version " + major + "." + minor + " of the PJRT interface, and 0."
                + Layouts.OLDEST_MINOR + " or a later 0.x is needed; install a plugin of another version");
        }
        for (String needed : new String[] {"Error_Destroy", "Error_Message", "Error_GetCode", "Plugin_Initialize"}) {
            if (!has(needed)) {
                throw new PjrtException(ErrorCode.FAILED_PRECONDITION, name + " has no function PJRT_" + needed + ", without which no other can be used");
            }
        }
    }

    /** What errors call the plugin. */
    public String name() {
        return name;
    }

    /** The version, {@code 0.104}. */
    public String version() {
        return "0." + minor;
    }

    /** Whether the plugin has this function. */
    public boolean has(String function) {
        return pointer(layouts.get(function)) != 0;
    }

    private long pointer(Struct s) {
        int at = Layouts.FUNCTIONS + 8 * s.index();
        return at + 8 <= table.capacity() ? table.getLong(at) : 0;
    }

    /** A zeroed structure: the arguments of the function of this name, or a part of some. */
    public NativeStruct args(String struct) {
        return new NativeStruct(layouts.get(struct));
    }

    /** Calls the function that these are the arguments of; {@code doing} completes "could not ..." in the error. */
    public NativeStruct call(NativeStruct args, String doing) {
        long error = raw(args, doing);
        if (error != 0) {
            throw taken(error, doing);
        }
        return args;
    }

    private long raw(NativeStruct args, String doing) {
        long function = pointer(args.struct());
        if (function == 0) {
            throw new PjrtException(ErrorCode.UNIMPLEMENTED, name + " (PJRT " + version() + ") could not " + doing + ": it has no function PJRT_" + args.struct().name());
        }
        ENDING.enter(args.struct().name().equals("LoadedExecutable_Execute"));
        try {
            return Bridge.call(function, args.address());
        } finally {
            ENDING.leave();
            Reference.reachabilityFence(args);
        }
    }

    /** A run has begun that the JVM waits for before it ends; {@link #runEnds} follows. */
    public void runBegins() {
        ENDING.runBegins();
    }

    public void runEnds() {
        ENDING.runEnds();
    }

    /** The error as an exception; the plugin's object is destroyed. */
    private PjrtException taken(long error, String doing) {
        NativeStruct code = args("Error_GetCode").set("error", error);
        // The code has an error of its own, which nobody reads: there would be no end of it.
        long second = raw(code, doing);
        NativeStruct message = args("Error_Message").set("error", error);
        raw(message, doing);
        String text = new String(PluginMemory.bytes(message.get("message"), Math.min(message.get("message_size"), 1 << 20)), StandardCharsets.UTF_8);
        raw(args("Error_Destroy").set("error", error), doing);
        if (second != 0) {
            raw(args("Error_Destroy").set("error", second), doing);
        }
        return PjrtException.of(name, doing, second != 0 ? ErrorCode.UNKNOWN : ErrorCode.of(code.get("code")), text);
    }
}
