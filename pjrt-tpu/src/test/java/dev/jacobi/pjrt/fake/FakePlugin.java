package dev.jacobi.pjrt.fake;

import dev.jacobi.llvm.jit.Bridge;
import dev.jacobi.llvm.jit.LinkedCode;
import dev.jacobi.llvm.jit.Llvm;
import dev.jacobi.llvm.natives.Natives;
import dev.jacobi.pjrt.capi.ElementType;
import dev.jacobi.pjrt.capi.Layouts;
import dev.jacobi.pjrt.capi.PluginMemory;
import dev.jacobi.pjrt.capi.Struct;
import dev.jacobi.pjrt.client.Plugin;
import dev.jacobi.pjrt.client.Plugins;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * For tests: a table of functions that do next to nothing, written in LLVM IR: each gives its objects fixed addresses and counts what is made and what
 * is destroyed. Any of them can be replaced by one that fails, always or at one call. Programs have one result, four floats on each device that are 1.
 */
public final class FakePlugin {
    /** Kinds of objects that have to be destroyed. */
    public enum Kind { ERROR, CLIENT, LOADED, EXECUTABLE, BUFFER, EVENT, TOPOLOGY, SERIALIZED }

    /** What a failing function leaves behind. */
    public static final String INJECTED = "injected\nfor the test";
    private static final int FUNCTIONS = 135;
    private final Layouts layouts = new Layouts();
    private final LinkedCode code;
    private final ByteBuffer table = ByteBuffer.allocateDirect(Layouts.FUNCTIONS + 8 * FUNCTIONS).order(ByteOrder.nativeOrder());
    private final List<String> functions = new ArrayList<>();

    /** One compilation for all instances, which follow one another. */
    private static final class Shared {
        private static final LinkedCode CODE = link();

        private static LinkedCode link() {
            Map<String, String> bodies = new FakePlugin(null).bodies();
            var names = new ArrayList<String>(List.of("kept", "keeps", "halfway", "made", "gone", "wrong", "code", "text", "size", "fail", "deleter", "platform", "platform_size", "type", "count", "countdown", "then", "failat"));
            bodies.keySet().forEach(f -> names.add("fake_" + f));
            var text = new StringBuilder(GLOBALS);
            bodies.forEach((name, body) -> text.append("define ptr @fake_").append(name).append("(ptr %a) {\n").append(body).append("  ret ptr null\n}\n"));
            text.append("define ptr @fail(ptr %a) {\n").append(new Body().count("made", Kind.ERROR)).append("  ret ptr ").append(handle(Kind.ERROR)).append("\n}\n");
            text.append(FAIL_AT);
            text.append("define ptr @halfway(ptr %a) {\n").append(new Body(new Layouts().get("LoadedExecutable_Execute")).nested("device_complete_events", 1, Kind.EVENT).text())
                .append("  ret ptr null\n}\n");
            text.append("define ptr @deleter(ptr %a) {\n").append(new Body().count("gone", Kind.SERIALIZED)).append("  ret ptr null\n}\n");
            return Llvm.open(Natives.inUserCache(), 1).link(text.toString(), names, true);
        }
    }

    /** One that works; whatever was counted before is forgotten. */
    public FakePlugin() {
        this(Shared.CODE);
        table.putLong(0, table.capacity()).putLong(16, 24).putInt(Layouts.MAJOR, 0).putInt(Layouts.MINOR, 104);
        functions.addAll(bodies().keySet());
        functions.forEach(f -> function(f, code.address("fake_" + f)));
        for (String counters : List.of("made", "gone")) {
            for (int k = 0; k < Kind.values().length; k++) {
                PluginMemory.view(code.address(counters) + 8L * k, 8).putLong(0, 0);
            }
        }
        PluginMemory.view(code.address("wrong"), 8).putLong(0, 0);
        saying(INJECTED);
        platform("fake");
        devices(1);
        resultType(ElementType.F32.ordinal());
    }

    private FakePlugin(LinkedCode code) {
        this.code = code;
    }

    /** All functions that it has. */
    public List<String> functions() {
        return functions;
    }

    private void function(String name, long address) {
        table.putLong(Layouts.FUNCTIONS + 8 * layouts.get(name).index(), address);
    }

    /** Makes a function fail with an error of this code. */
    public FakePlugin failing(String function, int errorCode) {
        function(function, code.address("fail"));
        PluginMemory.view(code.address("code"), 4).putInt(0, errorCode);
        return this;
    }

    /** Makes one call of a function fail, the n-th from now on. */
    public FakePlugin failingAt(String function, int call, int errorCode) {
        failing(function, errorCode);
        function(function, code.address("failat"));
        PluginMemory.view(code.address("countdown"), 8).putLong(0, call);
        PluginMemory.view(code.address("then"), 8).putLong(0, code.address("fake_" + function));
        return this;
    }

    /** How many devices there are: at most 8, whose numbers count from 3. */
    public FakePlugin devices(int n) {
        PluginMemory.view(code.address("count"), 8).putLong(0, n);
        return this;
    }

    /** What the errors of failing functions say: at most 128 ASCII characters. */
    public FakePlugin saying(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        PluginMemory.view(code.address("text"), 128).put(0, bytes);
        PluginMemory.view(code.address("size"), 8).putLong(0, bytes.length);
        return this;
    }

    /** What client and topology say that they are: at most 16 ASCII characters. */
    public FakePlugin platform(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
        PluginMemory.view(code.address("platform"), 16).put(0, bytes);
        PluginMemory.view(code.address("platform_size"), 8).putLong(0, bytes.length);
        return this;
    }

    /** The type that results say they have, by its number in the interface. */
    public FakePlugin resultType(int type) {
        PluginMemory.view(code.address("type"), 4).putInt(0, type);
        return this;
    }

    /** Makes a function do nothing and say that it worked. */
    public FakePlugin silent(String function) {
        function(function, code.address("fake_Plugin_Initialize"));
        return this;
    }

    /** Takes a function out of the table. */
    public FakePlugin without(String function) {
        function(function, 0);
        return this;
    }

    /** Says that it is of this version of the interface. */
    public FakePlugin version(int major, int minor) {
        table.putInt(Layouts.MAJOR, major).putInt(Layouts.MINOR, minor);
        return this;
    }

    /** Says that its table of functions has so many bytes. */
    public FakePlugin tableSize(long size) {
        table.putLong(0, size);
        return this;
    }

    /** What {@code jacobi.pjrt.plugin} has to be for this one, which must be reachable as long as it is used. */
    public String name() {
        return Plugins.TABLE + Long.toHexString(Bridge.address(table));
    }

    /** Opens it, as the client opens any plugin. */
    public Plugin open() {
        return Plugin.at(Bridge.address(table), "The plugin fake.so");
    }

    /** What has been made and not been destroyed, and how often an object was of the wrong kind. */
    public Map<String, Long> left() {
        var out = new LinkedHashMap<String, Long>();
        for (Kind k : Kind.values()) {
            long n = PluginMemory.words(code.address("made") + 8L * k.ordinal(), 1)[0] - PluginMemory.words(code.address("gone") + 8L * k.ordinal(), 1)[0];
            if (n != 0) {
                out.put(k.name(), n);
            }
        }
        long wrong = PluginMemory.words(code.address("wrong"), 1)[0];
        if (wrong != 0) {
            out.put("wrong", wrong);
        }
        return out;
    }

    /** How many objects of a kind have been made. */
    public long made(Kind k) {
        return PluginMemory.words(code.address("made") + 8L * k.ordinal(), 1)[0];
    }

    /** The arguments that the last execution was told to keep. */
    public List<Long> kept() {
        return Arrays.stream(PluginMemory.words(code.address("kept"), PluginMemory.words(code.address("keeps"), 1)[0])).boxed().toList();
    }

    /** Makes executions succeed, and give none of their results. */
    public FakePlugin withoutResults() {
        function("LoadedExecutable_Execute", code.address("halfway"));
        return this;
    }

    private static final String GLOBALS = """
        @kept = global [64 x i64] zeroinitializer
        @keeps = global i64 0
        @made = global [8 x i64] zeroinitializer
        @gone = global [8 x i64] zeroinitializer
        @wrong = global i64 0
        @code = global i32 13
        @handles = global [8 x i64] zeroinitializer
        @device = global [8 x i64] zeroinitializer
        @devices = global [8 x ptr] [ptr @device, ptr getelementptr (i64, ptr @device, i64 1), ptr getelementptr (i64, ptr @device, i64 2), ptr getelementptr (i64, ptr @device, i64 3),
          ptr getelementptr (i64, ptr @device, i64 4), ptr getelementptr (i64, ptr @device, i64 5), ptr getelementptr (i64, ptr @device, i64 6), ptr getelementptr (i64, ptr @device, i64 7)]
        @count = global i64 1
        @countdown = global i64 0
        @then = global ptr null
        @text = global [128 x i8] zeroinitializer
        @size = global i64 0
        @platform = global [16 x i8] zeroinitializer
        @platform_size = global i64 0
        @type = global i32 0
        @name = constant [4 x i8] c"fake"
        @bytes = constant [5 x i8] c"\\01\\02\\03\\04\\05"
        @mlir = constant [4 x i8] c"mlir"
        @dims = constant [1 x i64] [i64 4]
        @ranks = constant [1 x i64] [i64 1]
        @types = constant [1 x i32] [i32 11]
        @ones = constant [4 x float] [float 1.0, float 1.0, float 1.0, float 1.0]
        @flops = constant [5 x i8] c"flops"
        @cost = global {i64, i64, ptr, i64, i32, i32, float, i32, i64} {i64 56, i64 0, ptr @flops, i64 5, i32 3, i32 0, float 7.5, i32 0, i64 1}
        """;

    private static final String FAIL_AT = """
        define ptr @failat(ptr %a) {
          %n = load i64, ptr @countdown
          %m = sub i64 %n, 1
          store i64 %m, ptr @countdown
          %z = icmp eq i64 %m, 0
          br i1 %z, label %now, label %other
        now:
          %e = call ptr @fail(ptr %a)
          ret ptr %e
        other:
          %f = load ptr, ptr @then
          %r = call ptr %f(ptr %a)
          ret ptr %r
        }
        """;

    private static String handle(Kind k) {
        return "getelementptr (i8, ptr @handles, i64 " + 8 * k.ordinal() + ")";
    }

    /** The functions' bodies; offsets are read from the same table as the client's, which a test of its own checks. */
    private Map<String, String> bodies() {
        var out = new LinkedHashMap<String, String>();
        out.put("Error_Destroy", destroy("Error_Destroy", "error", Kind.ERROR));
        out.put("Error_Message", "  %n = load i64, ptr @size\n" + of("Error_Message").put("message", "ptr @text").put("message_size", "i64 %n").text());
        out.put("Error_GetCode", "  %c = load i32, ptr @code\n" + of("Error_GetCode").put("code", "i32 %c").text());
        out.put("Plugin_Initialize", "");
        out.put("Plugin_Attributes", "");
        out.put("Client_Create", of("Client_Create").make("client", Kind.CLIENT).text());
        out.put("Client_Destroy", destroy("Client_Destroy", "client", Kind.CLIENT));
        out.put("Client_PlatformName", ofPlatform("Client_PlatformName"));
        out.put("Client_AddressableDevices", "  %n = load i64, ptr @count\n" + of("Client_AddressableDevices").put("addressable_devices", "ptr @devices")
            .put("num_addressable_devices", "i64 %n").text());
        out.put("Device_GetDescription", of("Device_GetDescription").load("device", "%d").put("device_description", "ptr %d").text());
        out.put("Device_MemoryStats", of("Device_MemoryStats").put("bytes_in_use", "i64 99").put("bytes_limit", "i64 5").text());
        out.put("DeviceDescription_Id", of("DeviceDescription_Id").load("device_description", "%d").text() + "  %i = ptrtoint ptr %d to i64\n  %j = sub i64 %i, ptrtoint (ptr @device to i64)\n"
            + "  %k = lshr i64 %j, 3\n  %l = trunc i64 %k to i32\n  %m = add i32 %l, 3\n" + new Body(layouts.get("DeviceDescription_Id"), "e").put("id", "i32 %m").text());
        out.put("DeviceDescription_Kind", string("DeviceDescription_Kind", "device_kind"));
        out.put("DeviceDescription_DebugString", string("DeviceDescription_DebugString", "debug_string"));
        out.put("DeviceDescription_Attributes", "");
        out.put("Client_Compile", of("Client_Compile").make("executable", Kind.LOADED).text());
        out.put("Executable_DeserializeAndLoad", of("Executable_DeserializeAndLoad").make("loaded_executable", Kind.LOADED).text());
        out.put("LoadedExecutable_GetExecutable", of("LoadedExecutable_GetExecutable").make("executable", Kind.EXECUTABLE).text());
        out.put("LoadedExecutable_Destroy", destroy("LoadedExecutable_Destroy", "executable", Kind.LOADED));
        out.put("LoadedExecutable_Execute", keep() + execute());
        out.put("Executable_Destroy", destroy("Executable_Destroy", "executable", Kind.EXECUTABLE));
        out.put("Executable_NumOutputs", of("Executable_NumOutputs").put("num_outputs", "i64 1").text());
        out.put("Executable_OutputElementTypes", of("Executable_OutputElementTypes").put("output_types", "ptr @types").put("num_output_types", "i64 1").text());
        out.put("Executable_OutputDimensions", of("Executable_OutputDimensions").put("num_outputs", "i64 1").put("dims", "ptr @dims")
            .put("dim_sizes", "ptr @ranks").text());
        out.put("Executable_GetCostAnalysis", of("Executable_GetCostAnalysis").put("num_properties", "i64 1").put("properties", "ptr @cost").text());
        out.put("Executable_GetCompiledMemoryStats", of("Executable_GetCompiledMemoryStats").put("peak_memory_in_bytes", "i64 77").text());
        out.put("Executable_Serialize", of("Executable_Serialize").put("serialized_bytes", "ptr @bytes").put("serialized_bytes_size", "i64 5")
            .put("serialized_executable_deleter", "ptr @deleter").text() + new Body().count("made", Kind.SERIALIZED));
        out.put("Client_BufferFromHostBuffer", of("Client_BufferFromHostBuffer").make("done_with_host_buffer", Kind.EVENT).make("buffer", Kind.BUFFER).text());
        out.put("Buffer_Destroy", destroy("Buffer_Destroy", "buffer", Kind.BUFFER));
        out.put("Buffer_ElementType", "  %c = load i32, ptr @type\n" + of("Buffer_ElementType").put("type", "i32 %c").text());
        out.put("Buffer_Dimensions", of("Buffer_Dimensions").put("dims", "ptr @dims").put("num_dims", "i64 1").text());
        out.put("Buffer_ToHostBuffer", toHost());
        out.put("Event_Await", "");
        out.put("Event_Destroy", destroy("Event_Destroy", "event", Kind.EVENT));
        out.put("TopologyDescription_Create", of("TopologyDescription_Create").make("topology", Kind.TOPOLOGY).text());
        out.put("TopologyDescription_Destroy", destroy("TopologyDescription_Destroy", "topology", Kind.TOPOLOGY));
        out.put("TopologyDescription_PlatformName", ofPlatform("TopologyDescription_PlatformName"));
        out.put("TopologyDescription_GetDeviceDescriptions", of("TopologyDescription_GetDeviceDescriptions").put("descriptions", "ptr @devices")
            .put("num_descriptions", "i64 1").text());
        out.put("Compile", of("Compile").make("executable", Kind.EXECUTABLE).text());
        return out;
    }

    private Body of(String struct) {
        return new Body(layouts.get(struct));
    }

    private String string(String struct, String field) {
        return of(struct).put(field, "ptr @name").put(field + "_size", "i64 4").text();
    }

    private String ofPlatform(String struct) {
        return "  %n = load i64, ptr @platform_size\n" + of(struct).put("platform_name", "ptr @platform").put("platform_name_size", "i64 %n").text();
    }

    private String destroy(String struct, String field, Kind kind) {
        return of(struct).destroy(field, kind).text();
    }

    /** Notes the list of the options. */
    private String keep() {
        Struct s = layouts.get("ExecuteOptions");
        return "  %op = getelementptr i8, ptr %a, i64 " + layouts.get("LoadedExecutable_Execute").field("options").offset() + "\n  %o = load ptr, ptr %op\n"
            + "  %np = getelementptr i8, ptr %o, i64 " + s.field("num_non_donatable_input_indices").offset() + "\n  %n = load i64, ptr %np\n"
            + "  store i64 %n, ptr @keeps\n  %lp = getelementptr i8, ptr %o, i64 " + s.field("non_donatable_input_indices").offset()
            + "\n  %l = load ptr, ptr %lp\n  br label %head\nhead:\n  %i = phi i64 [0, %0], [%j, %next]\n  %e = icmp eq i64 %i, %n\n"
            + "  br i1 %e, label %kept, label %next\nnext:\n  %p = getelementptr i64, ptr %l, i64 %i\n  %v = load i64, ptr %p\n"
            + "  %q = getelementptr i64, ptr @kept, i64 %i\n  store i64 %v, ptr %q\n  %j = add i64 %i, 1\n  br label %head\nkept:\n";
    }

    /** Gives each device a result and an event. */
    private String execute() {
        Body b = of("LoadedExecutable_Execute").load("num_devices", "%devices").load("output_lists", "%outputs").load("device_complete_events", "%events");
        return b.text() + "  %number = ptrtoint ptr %devices to i64\n  br label %each\neach:\n  %device = phi i64 [0, %kept], [%following, %each]\n"
            + "  %own = getelementptr ptr, ptr %outputs, i64 %device\n  %list = load ptr, ptr %own\n  store ptr " + handle(Kind.BUFFER) + ", ptr %list\n"
            + "  %event = getelementptr ptr, ptr %events, i64 %device\n  store ptr " + handle(Kind.EVENT) + ", ptr %event\n" + new Body(null, "b").count("made", Kind.BUFFER)
            + new Body(null, "c").count("made", Kind.EVENT) + "  %following = add i64 %device, 1\n  %more = icmp ult i64 %following, %number\n  br i1 %more, label %each, label %end\nend:\n";
    }

    private String toHost() {
        Struct s = layouts.get("Buffer_ToHostBuffer");
        return "  %dp = getelementptr i8, ptr %a, i64 " + s.field("dst").offset() + "\n  %d = load ptr, ptr %dp\n  %n = icmp eq ptr %d, null\n"
            + "  br i1 %n, label %size, label %copy\nsize:\n" + of("Buffer_ToHostBuffer").put("dst_size", "i64 16").text()
            + "  ret ptr null\ncopy:\n  %v = load <4 x float>, ptr @ones, align 4\n  store <4 x float> %v, ptr %d, align 1\n"
            + new Body(s, "e").make("event", Kind.EVENT).text();
    }

    /** Writes instructions on the structure %a. */
    private static final class Body {
        private final StringBuilder out = new StringBuilder();
        private final Struct struct;
        private final String prefix;
        private int temps;

        Body() {
            this(null);
        }

        Body(Struct struct) {
            this(struct, "t");
        }

        Body(Struct struct, String prefix) {
            this.struct = struct;
            this.prefix = prefix;
        }

        String text() {
            return out.toString();
        }

        private String temp() {
            return "%" + prefix + temps++;
        }

        private String field(String name) {
            String p = temp();
            out.append("  ").append(p).append(" = getelementptr i8, ptr %a, i64 ").append(struct.field(name).offset()).append('\n');
            return p;
        }

        Body put(String field, String value) {
            String p = field(field);
            out.append("  store ").append(value).append(", ptr ").append(p).append('\n');
            return this;
        }

        Body make(String field, Kind kind) {
            put(field, "ptr " + handle(kind));
            add("made", kind);
            return this;
        }

        /** Loads a field of 8 bytes as a pointer of this name. */
        Body load(String field, String name) {
            String p = field(field);
            out.append("  ").append(name).append(" = load ptr, ptr ").append(p).append('\n');
            return this;
        }

        /** Writes a new object to where a field's pointer leads after so many loads. */
        Body nested(String field, int loads, Kind kind) {
            String p = field(field);
            for (int i = 0; i < loads; i++) {
                String q = temp();
                out.append("  ").append(q).append(" = load ptr, ptr ").append(p).append('\n');
                p = q;
            }
            out.append("  store ptr ").append(handle(kind)).append(", ptr ").append(p).append('\n');
            add("made", kind);
            return this;
        }

        Body destroy(String field, Kind kind) {
            String p = field(field);
            String q = temp();
            String c = temp();
            String z = temp();
            String w = temp();
            String s = temp();
            out.append("  ").append(q).append(" = load ptr, ptr ").append(p).append('\n');
            out.append("  ").append(c).append(" = icmp ne ptr ").append(q).append(", ").append(handle(kind)).append('\n');
            out.append("  ").append(z).append(" = zext i1 ").append(c).append(" to i64\n");
            out.append("  ").append(w).append(" = load i64, ptr @wrong\n  ").append(s).append(" = add i64 ").append(w).append(", ").append(z).append('\n');
            out.append("  store i64 ").append(s).append(", ptr @wrong\n");
            add("gone", kind);
            return this;
        }

        private void add(String counter, Kind kind) {
            String at = "getelementptr (i8, ptr @" + counter + ", i64 " + 8 * kind.ordinal() + ")";
            String v = temp();
            String w = temp();
            out.append("  ").append(v).append(" = load i64, ptr ").append(at).append("\n  ").append(w).append(" = add i64 ").append(v)
                .append(", 1\n  store i64 ").append(w).append(", ptr ").append(at).append('\n');
        }

        /** Only a counter, with names of its own. */
        String count(String counter, Kind kind) {
            var b = new Body(null, prefix.equals("t") ? "n" : prefix);
            b.add(counter, kind);
            return b.text();
        }
    }
}
