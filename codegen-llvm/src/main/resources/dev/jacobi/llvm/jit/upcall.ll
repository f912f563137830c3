; Calls of Java from compiled code. The Java side is the class HostTable, one object of which belongs to each module whose code calls back. Slots of the JavaVM and JNIEnv tables are
; those of the JNI specification, chapters 4 and 5.

; The JavaVM, a global reference to the class, and the two methods; set once, before any code runs.
@vm = internal global ptr null
@class = internal global ptr null
@call = internal global ptr null
@rethrow = internal global ptr null
@call_name = private constant [5 x i8] c"call\00"
@call_type = private constant [24 x i8] c"(Ljava/lang/Object;JJ)I\00"
@rethrow_name = private constant [8 x i8] c"rethrow\00"
@rethrow_type = private constant [22 x i8] c"(Ljava/lang/Object;)V\00"

; The JNIEnv of the calling thread; null for one that is not the JVM's, such as the pool's.
define internal ptr @env() {
  %env = alloca ptr
  %vm = load ptr, ptr @vm
  %vtable = load ptr, ptr %vm
  %getp = getelementptr ptr, ptr %vtable, i64 6          ; GetEnv
  %get = load ptr, ptr %getp
  %rc = call i32 %get(ptr %vm, ptr %env, i32 65544)      ; JNI_VERSION_1_8
  %known = icmp eq i32 %rc, 0
  %e = load ptr, ptr %env
  %r = select i1 %known, ptr %e, ptr null
  ret ptr %r
}

; long upcall_host(JavaVM, jclass): finds the methods; 0 when all is well.
define i64 @jacobi_upcall_host(ptr %vm, ptr %class) {
  store ptr %vm, ptr @vm
  store ptr %class, ptr @class
  %env = call ptr @env()
  %find = call ptr @table(ptr %env, i64 113)             ; GetStaticMethodID
  %m = call ptr %find(ptr %env, ptr %class, ptr @call_name, ptr @call_type)
  store ptr %m, ptr @call
  %n = call ptr %find(ptr %env, ptr %class, ptr @rethrow_name, ptr @rethrow_type)
  store ptr %n, ptr @rethrow
  %no = icmp eq ptr %m, null
  %none = icmp eq ptr %n, null
  %bad = or i1 %no, %none
  %r = zext i1 %bad to i64
  ret i64 %r
}

; i32 upcall(global reference to a HostTable, which of its functions, words): 0, or another number when the function has thrown or the thread is not the JVM's. What it has thrown
; waits in the table for @jacobi_rethrow: no JNI function but a few may be called while an exception is pending.
define i32 @jacobi_upcall(ptr %own, i64 %which, ptr %words) {
  %args = alloca [3 x i64]
  %env = call ptr @env()
  %alien = icmp eq ptr %env, null
  br i1 %alien, label %failed, label %go
go:
  store ptr %own, ptr %args
  %p1 = getelementptr i64, ptr %args, i64 1
  store i64 %which, ptr %p1
  %p2 = getelementptr i64, ptr %args, i64 2
  store ptr %words, ptr %p2
  %f = call ptr @table(ptr %env, i64 131)                ; CallStaticIntMethodA
  %c = load ptr, ptr @class
  %m = load ptr, ptr @call
  %r = call i32 %f(ptr %env, ptr %c, ptr %m, ptr %args)
  %ask = call ptr @table(ptr %env, i64 228)              ; ExceptionCheck
  %pending = call i8 %ask(ptr %env)
  %thrown = icmp ne i8 %pending, 0
  br i1 %thrown, label %clear, label %done
clear:
  %clear.f = call ptr @table(ptr %env, i64 17)           ; ExceptionClear
  call void %clear.f(ptr %env)
  br label %failed
failed:
  ret i32 1
done:
  ret i32 %r
}

; void rethrow(env, global reference to a HostTable): what a function of the table has thrown on this thread is pending afterwards.
define void @jacobi_rethrow(ptr %env, ptr %own) {
  %args = alloca [1 x i64]
  store ptr %own, ptr %args
  %f = call ptr @table(ptr %env, i64 143)                ; CallStaticVoidMethodA
  %c = load ptr, ptr @class
  %m = load ptr, ptr @rethrow
  call void %f(ptr %env, ptr %c, ptr %m, ptr %args)
  ret void
}

define internal ptr @table(ptr %env, i64 %slot) alwaysinline {
  %t = load ptr, ptr %env
  %p = getelementptr ptr, ptr %t, i64 %slot
  %f = load ptr, ptr %p
  ret ptr %f
}
