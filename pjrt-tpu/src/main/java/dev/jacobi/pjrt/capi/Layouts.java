package dev.jacobi.pjrt.capi;

import java.util.HashMap;
import java.util.Map;

/**
 * The part of the PJRT C interface that the client uses, as of version 0.104 ({@code xla/pjrt/c/pjrt_c_api.h}). Since 0.57 functions and fields
 * have only been appended. The first two fields of every structure, its size and a pointer to extensions, are left out.
 */
public final class Layouts {
    /** {@code PJRT_Api}: where the version stands, where the pointers to functions begin, and the oldest minor version with these layouts. */
    public static final int MAJOR = 32;
    public static final int MINOR = 36;
    public static final int FUNCTIONS = 40;
    static final int OLDEST_MINOR = 57;

    private static final String TABLE = """
        Error_Destroy 0 24 error@16
        Error_Message 1 40 error@16 message@24 message_size@32
        Error_GetCode 2 28 error@16 code@24:4
        Plugin_Initialize 3 16
        Plugin_Attributes 4 32 attributes@16 num_attributes@24
        Event_Destroy 5 24 event@16
        Event_Await 8 24 event@16
        Client_Create 10 88 create_options@16 num_options@24 kv_get_callback@32 kv_get_user_arg@40 kv_put_callback@48 kv_put_user_arg@56 client@64 kv_try_get_callback@72 kv_try_get_user_arg@80
        Client_Destroy 11 24 client@16
        Client_PlatformName 12 40 client@16 platform_name@24 platform_name_size@32
        Client_AddressableDevices 16 40 client@16 addressable_devices@24 num_addressable_devices@32
        Client_Compile 20 56 client@16 program@24 compile_options@32 compile_options_size@40 executable@48
        Client_BufferFromHostBuffer 22 120 client@16 data@24 type@32:4 dims@40 num_dims@48 byte_strides@56 num_byte_strides@64 host_buffer_semantics@72:4 device@80 memory@88 device_layout@96 done_with_host_buffer@104 buffer@112
        DeviceDescription_Id 23 28 device_description@16 id@24:4
        DeviceDescription_Attributes 25 40 device_description@16 num_attributes@24 attributes@32
        DeviceDescription_Kind 26 40 device_description@16 device_kind@24 device_kind_size@32
        DeviceDescription_DebugString 27 40 device_description@16 debug_string@24 debug_string_size@32
        Device_GetDescription 29 32 device@16 device_description@24
        Device_MemoryStats 34 185 device@16 bytes_in_use@24 peak_bytes_in_use@32 peak_bytes_in_use_is_set@40:1 num_allocs@48 num_allocs_is_set@56:1 largest_alloc_size@64 largest_alloc_size_is_set@72:1 bytes_limit@80 bytes_limit_is_set@88:1 bytes_reserved@96 bytes_reserved_is_set@104:1 peak_bytes_reserved@112 peak_bytes_reserved_is_set@120:1 bytes_reservable_limit@128 bytes_reservable_limit_is_set@136:1 largest_free_block_bytes@144 largest_free_block_bytes_is_set@152:1 pool_bytes@160 pool_bytes_is_set@168:1 peak_pool_bytes@176 peak_pool_bytes_is_set@184:1
        Executable_Destroy 40 24 executable@16
        Executable_NumOutputs 44 32 executable@16 num_outputs@24
        Executable_SizeOfGeneratedCodeInBytes 45 32 executable@16 size_in_bytes@24
        Executable_GetCostAnalysis 46 40 executable@16 num_properties@24 properties@32
        Executable_OptimizedProgram 48 32 executable@16 program@24
        Executable_Serialize 49 56 executable@16 serialized_bytes@24 serialized_bytes_size@32 serialized_executable@40 serialized_executable_deleter@48
        LoadedExecutable_Destroy 50 24 executable@16
        LoadedExecutable_GetExecutable 51 32 loaded_executable@16 executable@24
        LoadedExecutable_Execute 55 80 executable@16 options@24 argument_lists@32 num_devices@40 num_args@48 output_lists@56 device_complete_events@64 execute_device@72
        Executable_DeserializeAndLoad 56 64 client@16 serialized_executable@24 serialized_executable_size@32 loaded_executable@40 overridden_serialized_compile_options@48 overridden_serialized_compile_options_size@56
        Buffer_Destroy 58 24 buffer@16
        Buffer_ElementType 59 28 buffer@16 type@24:4
        Buffer_Dimensions 60 40 buffer@16 dims@24 num_dims@32
        Buffer_OnDeviceSizeInBytes 64 32 buffer@16 on_device_size_in_bytes@24
        Buffer_IsDeleted 68 25 buffer@16 is_deleted@24:1
        Buffer_ToHostBuffer 70 56 src@16 host_layout@24 dst@32 dst_size@40 event@48
        TopologyDescription_Create 82 56 topology_name@16 topology_name_size@24 create_options@32 num_options@40 topology@48
        TopologyDescription_Destroy 83 24 topology@16
        TopologyDescription_PlatformName 84 40 topology@16 platform_name@24 platform_name_size@32
        TopologyDescription_PlatformVersion 85 40 topology@16 platform_version@24 platform_version_size@32
        TopologyDescription_GetDeviceDescriptions 86 40 topology@16 descriptions@24 num_descriptions@32
        Compile 89 64 topology@16 program@24 compile_options@32 compile_options_size@40 client@48 executable@56
        Executable_OutputElementTypes 90 40 executable@16 output_types@24 num_output_types@32
        Executable_OutputDimensions 91 48 executable@16 num_outputs@24 dims@32 dim_sizes@40
        Executable_Fingerprint 94 40 executable@16 executable_fingerprint@24 executable_fingerprint_size@32
        Executable_GetCompiledMemoryStats 96 144 executable@16 generated_code_size_in_bytes@24 argument_size_in_bytes@32 output_size_in_bytes@40 alias_size_in_bytes@48 temp_size_in_bytes@56 host_generated_code_size_in_bytes@64 host_argument_size_in_bytes@72 host_output_size_in_bytes@80 host_alias_size_in_bytes@88 host_temp_size_in_bytes@96 peak_memory_in_bytes@104 total_size_in_bytes@112 total_allocation_bytes@120 indefinite_allocations@128 peak_unpadded_heap_bytes@136
        NamedValue -1 56 name@16 name_size@24 type@32:4 value@40 value_size@48
        Program -1 48 code@16 code_size@24 format@32 format_size@40
        ExecuteOptions -1 120 send_callbacks@16 recv_callbacks@24 num_send_ops@32 num_recv_ops@40 launch_id@48:4 non_donatable_input_indices@56 num_non_donatable_input_indices@64 context@72 call_location@80 num_tasks@88 task_ids@96 incarnation_ids@104 multi_slice_config@112
        Buffer_MemoryLayout -1 76 tiled_size@16 tiled_extension@24 minor_to_major@32 minor_to_major_size@40 tile_dims@48 tile_dim_sizes@56 num_tiles@64 type@72:4
        """;

    private final Map<String, Struct> structs = new HashMap<>();

    public Layouts() {
        TABLE.lines().filter(l -> !l.isBlank()).map(Struct::parse).forEach(s -> structs.put(s.name(), s));
    }

    /** The layout of the structure of this name. */
    public Struct get(String name) {
        Struct s = structs.get(name);
        if (s == null) {
            throw new IllegalArgumentException("The table has no structure " + name);
        }
        return s;
    }

    /** All of them by name. */
    Map<String, Struct> all() {
        return Map.copyOf(structs);
    }
}
