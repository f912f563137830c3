; Calls of C functions by address from Java: the native methods of Bridge, each a function of the JNI ABI (env, class, arguments), and the few functions that
; C libraries call back. Slots of the JNIEnv table are those of the JNI specification, chapter 4. Addresses are longs on Java's side.

declare ptr @dlsym(ptr, ptr)

; Gives the class behind %class its native methods "register" and "address", by which Java gives it all others. Where it cannot be, the method has no code, as Java then says.
; It is the only function here that Java does not call as a native method, but through a function pointer of two arguments: so it asks the JVM for this thread's JNIEnv first.
define void @attach(ptr %vm, ptr %class) {
  %env = alloca ptr
  %vtable = load ptr, ptr %vm
  %getp = getelementptr ptr, ptr %vtable, i64 6        ; GetEnv
  %get = load ptr, ptr %getp
  %rc = call i32 %get(ptr %vm, ptr %env, i32 65544)    ; JNI_VERSION_1_8
  %known = icmp eq i32 %rc, 0
  br i1 %known, label %take, label %out
take:
  %e = load ptr, ptr %env
  %done = call i32 @register(ptr %e, ptr null, ptr %class, i64 ptrtoint (ptr @first to i64), i32 2)
  ret void
out:
  ret void
}

; The JNINativeMethods of both: name, descriptor and code.
@name = private constant [9 x i8] c"register\00"
@descriptor = private constant [23 x i8] c"(Ljava/lang/Class;JI)I\00"
@name2 = private constant [8 x i8] c"address\00"
@descriptor2 = private constant [21 x i8] c"(Ljava/nio/Buffer;)J\00"
@first = private constant [6 x ptr] [ptr @name, ptr @descriptor, ptr @register, ptr @name2, ptr @descriptor2, ptr @address]

; int register(Class, long methods, int count)
define i32 @register(ptr %env, ptr %own, ptr %class, i64 %methods, i32 %count) {
  %f = call ptr @slot(ptr %env, i64 215) ; RegisterNatives
  %m = inttoptr i64 %methods to ptr
  %r = call i32 %f(ptr %env, ptr %class, ptr %m, i32 %count)
  ret i32 %r
}

; long call(long fn, long a, long b, long c, long d, long e, long f)
define i64 @call(ptr %env, ptr %own, i64 %fn, i64 %a, i64 %b, i64 %c, i64 %d, i64 %e, i64 %f) {
  %p = inttoptr i64 %fn to ptr
  %r = call i64 %p(i64 %a, i64 %b, i64 %c, i64 %d, i64 %e, i64 %f)
  ret i64 %r
}

; long address(Buffer)
define i64 @address(ptr %env, ptr %own, ptr %buffer) {
  %f = call ptr @slot(ptr %env, i64 230) ; GetDirectBufferAddress
  %p = call ptr %f(ptr %env, ptr %buffer)
  %r = ptrtoint ptr %p to i64
  ret i64 %r
}

; ByteBuffer buffer(long address, long size)
define ptr @buffer(ptr %env, ptr %own, i64 %address, i64 %size) {
  %f = call ptr @slot(ptr %env, i64 229) ; NewDirectByteBuffer
  %p = inttoptr i64 %address to ptr
  %r = call ptr %f(ptr %env, ptr %p, i64 %size)
  ret ptr %r
}

; void export(Module from, String packageName, Module to): Module.implAddExports, which is not public, but JNI does not ask
define void @export(ptr %env, ptr %own, ptr %from, ptr %package, ptr %to) {
  %arguments = alloca [2 x ptr]
  %ofp = call ptr @slot(ptr %env, i64 31)              ; GetObjectClass
  %class = call ptr %ofp(ptr %env, ptr %from)
  %idp = call ptr @slot(ptr %env, i64 33)              ; GetMethodID
  %method = call ptr %idp(ptr %env, ptr %class, ptr @export.name, ptr @export.descriptor)
  %none = icmp eq ptr %method, null
  br i1 %none, label %out, label %ask
ask:
  store ptr %package, ptr %arguments
  %second = getelementptr ptr, ptr %arguments, i64 1
  store ptr %to, ptr %second
  %callp = call ptr @slot(ptr %env, i64 63)            ; CallVoidMethodA
  call void %callp(ptr %env, ptr %from, ptr %method, ptr %arguments)
  br label %out
out:
  %clearp = call ptr @slot(ptr %env, i64 17)           ; ExceptionClear
  call void %clearp(ptr %env)
  ret void
}

@export.name = private constant [15 x i8] c"implAddExports\00"
@export.descriptor = private constant [40 x i8] c"(Ljava/lang/String;Ljava/lang/Module;)V\00"

; long newGlobalRef(Object)
define i64 @newGlobalRef(ptr %env, ptr %own, ptr %object) {
  %f = call ptr @slot(ptr %env, i64 21) ; NewGlobalRef
  %p = call ptr %f(ptr %env, ptr %object)
  %r = ptrtoint ptr %p to i64
  ret i64 %r
}

; void deleteGlobalRef(long)
define void @deleteGlobalRef(ptr %env, ptr %own, i64 %ref) {
  %f = call ptr @slot(ptr %env, i64 22) ; DeleteGlobalRef
  %p = inttoptr i64 %ref to ptr
  call void %f(ptr %env, ptr %p)
  ret void
}

; void probe(Object[] arrays, int n, long out): pins the first n elements of the array, which are arrays of primitives, and writes for each its handle, its address, and the word that the handle points to;
; behind these the word that the array's own handle points to, and sixteen words from there on. All of it is true at one moment, as no collector moves arrays while one is pinned.
define void @probe(ptr %env, ptr %own, ptr %arrays, i32 %n, i64 %out) {
start:
  %get = call ptr @slot(ptr %env, i64 173)             ; GetObjectArrayElement
  %pin = call ptr @slot(ptr %env, i64 222)             ; GetPrimitiveArrayCritical
  %unpin = call ptr @slot(ptr %env, i64 223)           ; ReleasePrimitiveArrayCritical
  %words = inttoptr i64 %out to ptr
  br label %handles
handles:
  %i = phi i32 [ 0, %start ], [ %i1, %handles ]
  %h = call ptr %get(ptr %env, ptr %arrays, i32 %i)
  %i3 = mul i32 %i, 3
  %hp = getelementptr ptr, ptr %words, i32 %i3
  store ptr %h, ptr %hp
  %i1 = add i32 %i, 1
  %morei = icmp ult i32 %i1, %n
  br i1 %morei, label %handles, label %pins
pins:
  %j = phi i32 [ 0, %handles ], [ %j1, %pins ]
  %j3 = mul i32 %j, 3
  %hjp = getelementptr ptr, ptr %words, i32 %j3
  %hj = load ptr, ptr %hjp
  %p = call ptr %pin(ptr %env, ptr %hj, ptr null)
  %pp = getelementptr ptr, ptr %hjp, i32 1
  store ptr %p, ptr %pp
  %raw = load i64, ptr %hj
  %rp = getelementptr ptr, ptr %hjp, i32 2
  store i64 %raw, ptr %rp
  %j1 = add i32 %j, 1
  %morej = icmp ult i32 %j1, %n
  br i1 %morej, label %pins, label %array
array:
  %n3 = mul i32 %n, 3
  %behind = getelementptr ptr, ptr %words, i32 %n3
  %there = load i64, ptr %arrays
  store i64 %there, ptr %behind
  %to = getelementptr ptr, ptr %behind, i32 1
  %from = inttoptr i64 %there to ptr
  call void @llvm.memcpy.p0.p0.i64(ptr %to, ptr %from, i64 128, i1 false)
  br label %release
release:
  %k = phi i32 [ 0, %array ], [ %k1, %release ]
  %k3 = mul i32 %k, 3
  %hkp = getelementptr ptr, ptr %words, i32 %k3
  %hk = load ptr, ptr %hkp
  %pkp = getelementptr ptr, ptr %hkp, i32 1
  %pk = load ptr, ptr %pkp
  call void %unpin(ptr %env, ptr %hk, ptr %pk, i32 2)
  %k1 = add i32 %k, 1
  %morek = icmp ult i32 %k1, %n
  br i1 %morek, label %release, label %end
end:
  ret void
}

declare void @llvm.memcpy.p0.p0.i64(ptr, ptr, i64, i1)

; The JVM's function at a place of the table to which the first word of a JNIEnv points.
define internal ptr @slot(ptr %env, i64 %slot) alwaysinline {
  %table = load ptr, ptr %env
  %p = getelementptr ptr, ptr %table, i64 %slot
  %f = load ptr, ptr %p
  ret ptr %f
}

; long dlsym(): where C's function of this name is
define i64 @symbols(ptr %env, ptr %own) {
  ret i64 ptrtoint (ptr @dlsym to i64)
}

; long callback(int which): where one of the four functions below is
define i64 @callback(ptr %env, ptr %own, i32 %which) {
  %p = getelementptr [4 x i64], ptr @callbacks, i64 0, i32 %which
  %r = load i64, ptr %p
  ret i64 %r
}

@callbacks = private constant [4 x i64] [i64 ptrtoint (ptr @ignore to i64), i64 ptrtoint (ptr @apply to i64), i64 ptrtoint (ptr @work to i64), i64 ptrtoint (ptr @leave to i64)]

; For LLVM's diagnostics, which are asked for elsewhere.
define void @ignore(ptr %info, ptr %context) {
  ret void
}

; (fn, x) -> fn(x): a callback whose context is the function to call.
define void @apply(ptr %fn, ptr %x) {
  call void %fn(ptr %x)
  ret void
}

; For NativeThread, which starts a thread with it: words[0] is called with the next six words, its result stored in the word behind them, the thread's CPU time (seconds, nanoseconds: a timespec) in the
; words from words[10] on, which C's clock_gettime at words[9] tells, then a 1 in words[8]. Whoever sees the 1 (a release) sees the others, too. @callSix is made by BridgeCode, as its kin for Java are.
define ptr @work(ptr %words) {
  %fn = load i64, ptr %words
  %argumentsp = getelementptr i64, ptr %words, i64 1
  %arguments = ptrtoint ptr %argumentsp to i64
  %r = call i64 @callSix(ptr null, ptr null, i64 %fn, i64 %arguments)
  %resultp = getelementptr i64, ptr %words, i64 7
  store i64 %r, ptr %resultp
  %clockp = getelementptr ptr, ptr %words, i64 9
  %clock = load ptr, ptr %clockp
  %timep = getelementptr i64, ptr %words, i64 10
  %told = call i32 %clock(i32 3, ptr %timep)           ; CLOCK_THREAD_CPUTIME_ID
  %donep = getelementptr i64, ptr %words, i64 8
  store atomic i64 1, ptr %donep release, align 8
  ret ptr null
}

; For Ending, as C's on_exit calls it. words[0] is how many threads are inside LLVM: while it is not 0, words[2] (fflush) is called with words[3] (stdout), then words[1] (_exit) with the status,
; and nothing after it happens in this process.
define void @leave(i32 %status, ptr %words) {
  %inside = load i64, ptr %words
  %none = icmp eq i64 %inside, 0
  br i1 %none, label %stay, label %go
go:
  %flushp = getelementptr ptr, ptr %words, i64 2
  %flush = load ptr, ptr %flushp
  %filep = getelementptr ptr, ptr %words, i64 3
  %file = load ptr, ptr %filep
  %flushed = call i32 %flush(ptr %file)
  %exitp = getelementptr ptr, ptr %words, i64 1
  %exit = load ptr, ptr %exitp
  call void %exit(i32 %status)
  ret void
stay:
  ret void
}
