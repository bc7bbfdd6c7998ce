plugins {
    base
    id("com.github.node-gradle.node") version "7.1.0"
    id("com.harborline.api-contracts") version "4.2.0"
}

node {
    version = "22.12.0"
    download = true
}

openapi {
    consumer {
        typescript("customer-core:customer-api:1.22.1") { outputDir.set(layout.buildDirectory.dir("clients/customer-api")) }
        typescript("portfolio-core:portfolio-api:1.6.0") { outputDir.set(layout.buildDirectory.dir("clients/portfolio-api")) }
        typescript("market-data:quote-api:2.3.0") { outputDir.set(layout.buildDirectory.dir("clients/quote-api")) }
    }
}

val buildWeb by tasks.registering(com.github.gradle.node.npm.task.NpmTask::class) {
    args = listOf("run", "build")
}
